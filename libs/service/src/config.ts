import { readThresholds, type Thresholds } from '@aura/thresholds';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { CommonSchema } from './schema.js';
import { metaOf } from './variable.js';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

/** The configuration that a schema describes, with the thresholds that its `THRESHOLDS_FILE` sets. */
export type ConfigOf<S extends z.ZodObject> = Readonly<z.infer<S>> & {
  readonly thresholds: Thresholds;
};
export type CommonConfig = ConfigOf<CommonSchema>;

export type ConfigRead<S extends z.ZodObject> =
  | { readonly ok: true; readonly config: ConfigOf<S>; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a service's variables. Every problem is listed, each as `VARIABLE: what is wrong; example: VARIABLE=…`;
 * the value of a secret appears in none. A variable that is only near a known name is a warning.
 */
export function parseConfig<S extends z.ZodObject>(
  schema: S,
  environment: Environment,
  readFile: ReadFile,
): ConfigRead<S> {
  const written = gather(schema, environment, readFile);
  const thresholds = thresholdsFrom(environment['THRESHOLDS_FILE'], readFile);
  const parsed = schema.safeParse(written.values);
  const warnings = misspelt(schema, environment);
  const problems = [
    ...written.problems,
    ...(parsed.success ? [] : issues(schema, parsed.error, written)),
    ...(thresholds.ok ? [] : thresholds.problems),
    ...samePort(written.values),
  ];
  if (!parsed.success || !thresholds.ok || problems.length > 0) {
    return { ok: false, problems: [...problems, ...warnings] };
  }
  const config = { ...parsed.data, thresholds: thresholds.thresholds } as ConfigOf<S>; // what the schema inferred, and the thresholds beside it
  return { ok: true, config, warnings };
}

interface Written {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
  /** Variables whose problem is already in the list: the schema's word on them would be a second one. */
  readonly settled: readonly string[];
}

type Found = { readonly value: string | undefined } | { readonly problem: string };

function gather(schema: z.ZodObject, environment: Environment, readFile: ReadFile): Written {
  const found = Object.entries(schema.shape).map(([name, field]) => ({
    name,
    field: field as z.ZodType, // zod's own shape type is its core type; every field here is a classic schema
  }));
  const read = found.map(({ name, field }) => ({
    name,
    ...lookUp(name, field, { environment, readFile }),
  }));
  return {
    values: Object.fromEntries(
      read.flatMap((one) =>
        'value' in one && one.value !== undefined ? [[one.name, one.value]] : [],
      ),
    ),
    problems: read.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    settled: read.flatMap((one) => ('problem' in one ? [one.name] : [])),
  };
}

interface Surroundings {
  readonly environment: Environment;
  readonly readFile: ReadFile;
}

function lookUp(name: string, field: z.ZodType, { environment, readFile }: Surroundings): Found {
  const { example, isSecret } = metaOf(field);
  const value = environment[name];
  const twin = `${name}_FILE`;
  const file = isSecret === true ? environment[twin] : undefined;
  if (value !== undefined && file !== undefined) {
    return { problem: `${name}: set twice, by ${name} and by ${twin}; keep one of them` };
  }
  if (file !== undefined) return fromFile({ name, twin, file }, readFile);
  if (value !== undefined && value.trim() === '') {
    return {
      problem: `${name}: is set but empty; unset it, or give it a value; example: ${name}=${example}`,
    };
  }
  return { value };
}

function fromFile(
  { name, twin, file }: { readonly name: string; readonly twin: string; readonly file: string },
  readFile: ReadFile,
): Found {
  if (file.trim() === '') {
    return {
      problem: `${twin}: is set but empty; example: ${twin}=/run/secrets/${name.toLowerCase()}`,
    };
  }
  const text = readText(file, readFile);
  if ('problem' in text) return { problem: `${twin}: ${text.problem}` };
  const value = text.text.replace(/\r?\n$/, '');
  return value === ''
    ? { problem: `${twin}: the file ${file} is empty; write the value of ${name} into it` }
    : { value };
}

function readText(
  file: string,
  readFile: ReadFile,
): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFile(file) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `cannot read the file ${file} (${reason})` };
  }
}

function issues(schema: z.ZodObject, error: z.ZodError, { values, settled }: Written): string[] {
  return error.issues
    .map((issue) => ({ name: String(issue.path[0] ?? ''), message: issue.message }))
    .filter(
      ({ name }, i, all) =>
        !settled.includes(name) && all.findIndex((one) => one.name === name) === i,
    )
    .map(({ name, message }) => {
      const field = schema.shape[name];
      const meta = field === undefined ? { example: '…' } : metaOf(field as z.ZodType); // as in gather()
      const value = values[name];
      const wrong =
        value === undefined
          ? 'is required'
          : `${message} (got ${shown(value, meta.isSecret === true)})`;
      return `${name}: ${wrong}; example: ${name}=${meta.example}`;
    });
}

/** A value as it may be printed: a secret by its length alone, a URL without its password. */
function shown(value: string, isSecret: boolean): string {
  if (isSecret) return `a secret of ${String(value.length)} characters, not shown`;
  return JSON.stringify(value.replace(/(\/\/[^/\s:@]*):[^/\s@]*@/, '$1:…@'));
}

function samePort(values: Readonly<Record<string, string>>): string[] {
  const { PORT: main, METRICS_PORT: metrics } = values;
  return main !== undefined && main === metrics && main !== '0'
    ? [
        `METRICS_PORT: is the same as PORT (got ${JSON.stringify(metrics)}); unset it, or choose another`,
      ]
    : [];
}

function thresholdsFrom(
  file: string | undefined,
  readFile: ReadFile,
): ReturnType<typeof readThresholds> {
  if (file === undefined || file.trim() === '') return readThresholds(undefined);
  const text = readText(file, readFile);
  if ('problem' in text) return { ok: false, problems: [`THRESHOLDS_FILE: ${text.problem}`] };
  const read = readThresholds(text.text);
  return read.ok
    ? read
    : {
        ok: false,
        problems: read.problems.map((problem) => `THRESHOLDS_FILE: ${file} ${problem}`),
      };
}

/** Short names have many near neighbours that mean something else (HOST, HOME): only one letter may differ. */
const NEAR = { shortName: 5, shortDistance: 1, distance: 2 } as const;

function misspelt(schema: z.ZodObject, environment: Environment): string[] {
  const known = Object.entries(schema.shape).flatMap(
    ([name, field]) =>
      metaOf(field as z.ZodType).isSecret === true ? [name, `${name}_FILE`] : [name], // as in gather()
  );
  const unknown = Object.keys(environment).filter((name) => !known.includes(name));
  return unknown.flatMap((name) => {
    const near = known.find(
      (one) =>
        environment[one] === undefined &&
        distance(name, one) <= (one.length <= NEAR.shortName ? NEAR.shortDistance : NEAR.distance),
    );
    return near === undefined ? [] : [`${name}: no variable of this service; is ${near} meant?`];
  });
}
