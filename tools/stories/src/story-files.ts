import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readRules, type Group } from './rule-files.js';

const PROMETHEUS = 'docker/generated/prometheus';
const SHIPPED = ['alert_rules.yml', 'recording_rules.yml'];
/** Generated stories first, then those that a person wrote. */
const STORIES = [`${PROMETHEUS}/stories`, 'docker/prometheus/stories'];
const SUFFIX = '.test.yml';

/** promtool reads every value as text, YAML reads 0x300 as 768: the file has to say which it means. */
const values = z.string({ error: 'is a number to YAML: write it in quotes' });

/** A promtool test file; what else is in its tests is promtool's matter. */
const storyFile = z.looseObject({
  rule_files: z.array(z.string()),
  group_eval_order: z.array(z.string()).optional(),
  tests: z.array(
    z.looseObject({
      name: z.string(),
      input_series: z.array(z.looseObject({ values })).optional(),
    }),
  ),
});

export interface Story {
  /** The alert it proves, by the name of its file. */
  readonly alert: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly content: z.infer<typeof storyFile>;
}

/** What ships, and the stories that prove it. */
export interface Shipped {
  readonly groups: readonly Group[];
  readonly alerts: readonly string[];
  readonly stories: readonly Story[];
}

export async function readShipped(root: string): Promise<Shipped> {
  const sources = SHIPPED.map((file) => readFile(path.join(root, PROMETHEUS, file), 'utf8'));
  const groups = readRules(await Promise.all(sources));
  const files = await Promise.all(STORIES.map((folder) => storiesIn(root, folder)));
  return {
    groups,
    alerts: groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? [])),
    stories: await Promise.all(files.flat().map((file) => readStory(root, file))),
  };
}

async function storiesIn(root: string, folder: string): Promise<readonly string[]> {
  const names = await readdir(path.join(root, folder));
  return names
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => path.join(folder, name));
}

async function readStory(root: string, file: string): Promise<Story> {
  return storyIn(file, await readFile(path.join(root, file), 'utf8'));
}

/** @throws when it is no promtool test file, naming it. */
export function storyIn(file: string, source: string): Story {
  const read = storyFile.safeParse(parse(source));
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  return { alert: path.basename(file, SUFFIX), file, content: read.data };
}
