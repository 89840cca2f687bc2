import { readThresholds, type Thresholds } from '@aura/thresholds';
import type { z } from 'zod';
import { gather, misspelt, readText, variablesOf, type Environment } from './environment.js';
import type { ReadFile, Variable, Written } from './environment.js';
import type { CommonSchema } from './schema.js';
import { tlsFaults } from './tls.js';

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
  const variables = variablesOf(schema);
  const written = gather(variables, environment, readFile);
  const thresholds = thresholdsFrom(environment['THRESHOLDS_FILE'], readFile);
  const parsed = schema.safeParse(written.values);
  const warnings = misspelt(variables, environment);
  const problems = [
    ...written.problems,
    ...(parsed.success
      ? [...samePort(parsed.data), ...tlsFaults(parsed.data)]
      : issues(variables, parsed.error, written)),
    ...(thresholds.ok ? [] : thresholds.problems),
    ...filesProblems(variables, written.values, readFile),
  ];
  if (!parsed.success || !thresholds.ok || problems.length > 0) {
    return { ok: false, problems: [...problems, ...warnings] };
  }
  const config = { ...parsed.data, thresholds: thresholds.thresholds } as ConfigOf<S>; // what the schema inferred, and the thresholds beside it
  return { ok: true, config, warnings };
}

function issues(
  variables: readonly Variable[],
  error: z.ZodError,
  { values, settled }: Written,
): string[] {
  return variables.flatMap(({ name, meta }) => {
    const issue = error.issues.find(({ path }) => path[0] === name);
    if (issue === undefined || settled.includes(name)) return [];
    const value = values[name];
    const wrong =
      value === undefined ? 'is required' : `${issue.message} (got ${shown(value, meta.isSecret)})`;
    return [`${name}: ${wrong}; example: ${name}=${meta.example}`];
  });
}

/** A value as it may be printed: a secret by its length alone, a URL without its password. */
function shown(value: string, isSecret: boolean | undefined): string {
  if (isSecret === true) return `a secret of ${String(value.length)} characters, not shown`;
  return JSON.stringify(value.replace(/\/\/.*@/, '//…@')); // to the last @: a password may hold one, or a slash
}

/** What is wrong in the files that variables name. */
function filesProblems(
  variables: readonly Variable[],
  values: Written['values'],
  readFile: ReadFile,
): string[] {
  return variables.flatMap(({ name, meta }) => {
    const file = values[name];
    if (file === undefined || meta.faultsIn === undefined) return [];
    const read = readText(file, readFile);
    if ('problem' in read) return [`${name}: ${read.problem}`];
    return meta.faultsIn(read.text).map((fault) => `${name}: ${file} ${fault}`);
  });
}

function samePort({
  PORT: main,
  METRICS_PORT: metrics,
}: Readonly<Record<string, unknown>>): string[] {
  return main === metrics && main !== 0
    ? [`METRICS_PORT: is the same port as PORT (${String(main)}); unset it, or choose another`]
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
