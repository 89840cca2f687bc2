import { reasonOf } from '@aura/health';
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { metaOf, type VariableMeta } from './variable.js';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

/** One variable of a schema. */
export interface Variable {
  readonly name: string;
  readonly meta: VariableMeta;
}

export function variablesOf(schema: z.ZodObject): Variable[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    meta: metaOf(field as z.ZodType), // zod types a shape by its core; every field of ours is a classic schema
  }));
}

/** The variables as they are written, in the environment or in the files that it names. */
export interface Written {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
  /** Variables whose problem is already in the list: the schema's word on them would be a second one. */
  readonly settled: readonly string[];
}

export function gather(
  variables: readonly Variable[],
  environment: Environment,
  readFile: ReadFile,
): Written {
  const read = variables.map((one) => ({ name: one.name, ...lookUp(one, environment, readFile) }));
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

type Found = { readonly value: string | undefined } | { readonly problem: string };

function lookUp({ name, meta }: Variable, environment: Environment, readFile: ReadFile): Found {
  const value = environment[name];
  const twin = `${name}_FILE`;
  const file = meta.isSecret === true ? environment[twin] : undefined;
  if (value !== undefined && file !== undefined) {
    return { problem: `${name}: set twice, by ${name} and by ${twin}; keep one of them` };
  }
  if (file !== undefined) return fromFile({ name, twin, file }, readFile);
  if (value?.trim() === '') {
    const example = `${name}=${meta.example}`;
    return {
      problem: `${name}: is set but empty; unset it, or give it a value; example: ${example}`,
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

export function readText(
  file: string,
  readFile: ReadFile,
): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFile(file) };
  } catch (error) {
    return { problem: `cannot read the file ${file} (${reasonOf(error)})` };
  }
}

/** Short names have many near neighbours that mean something else (HOST, HOME): only one letter may differ. */
const NEAR = { shortName: 5, shortDistance: 1, distance: 2 } as const;

/** Variables that are none of the service's, but nearly are, and whose right name is not set. */
export function misspelt(variables: readonly Variable[], environment: Environment): string[] {
  const known = variables.flatMap(({ name, meta }) =>
    meta.isSecret === true ? [name, `${name}_FILE`] : [name],
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
