import { parse } from 'yaml';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());

const rule = z.strictObject({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.string(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
});

const group = z.strictObject({
  name: z.string(),
  interval: z.string().optional(),
  rules: z.array(rule),
});

const ruleFile = z.strictObject({ groups: z.array(group) });

/** A rule with exactly what its file says of it. */
export type Rule = Readonly<z.infer<typeof rule>>;

export interface Group {
  readonly name: string;
  readonly interval?: string | undefined;
  readonly rules: readonly Rule[];
}

/** The groups of the shipped rule files, in the order of the files. */
export function readRules(sources: readonly string[]): readonly Group[] {
  return sources.flatMap((source) => ruleFile.parse(parse(source)).groups);
}

/** What an alert or a recording is called. */
export function nameOf({ alert, record }: Rule): string {
  return alert ?? record ?? '';
}
