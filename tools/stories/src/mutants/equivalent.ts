import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** The list of mutants that no story can tell from the rule, each with its reason. */
export const LIST = 'tools/stories/equivalent.yml';

const list = z.array(
  z.strictObject({
    why: z.string().min(1),
    /** Where rounding, in an order that Prometheus does not fix, may tell them from the rule after all. */
    noticed: z.literal('by chance').optional(),
    mutants: z.record(z.string(), z.array(z.string()).min(1)),
  }),
);

/** A mutant by the rule it is of and what was changed. */
export interface Listed {
  readonly of: string;
  readonly change: string;
  readonly why: string;
  readonly isNoticedByChance: boolean;
}

export async function readEquivalent(file: string): Promise<readonly Listed[]> {
  return equivalentIn(await readFile(file, 'utf8'));
}

export function equivalentIn(source: string): readonly Listed[] {
  return list
    .parse(parse(source))
    .flatMap(({ why, noticed, mutants }) =>
      Object.entries(mutants).flatMap(([of, changes]) =>
        changes.map((change) => ({ of, change, why, isNoticedByChance: noticed !== undefined })),
      ),
    );
}
