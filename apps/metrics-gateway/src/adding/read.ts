import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { identity } from '../exposition/family.js';
import { beginningOf } from '../cut.js';
import { PUSH, type AddedFamily, type AddPush } from './push.js';

export type PushRead =
  { readonly ok: true; readonly push: AddPush } | { readonly ok: false; readonly reason: string };

/** Reads the body of a push, and what can be told of it without knowing any other. */
export function readPush(text: string): PushRead {
  const body = parsed(text);
  if (body instanceof Error) return refusal(`the body is not JSON: ${body.message}`);
  const read = PUSH.safeParse(body);
  if (!read.success) {
    // A word that is misspelt is missing too, and says less so.
    const misspelt = read.error.issues.find(({ code }) => code === 'unrecognized_keys');
    return refusal(sentenceOf(misspelt ?? read.error.issues[0], body));
  }
  const named = new Set<string>();
  for (const family of read.data.families) {
    if (named.has(family.name)) return refusal(`family ${family.name} stands in the push twice`);
    named.add(family.name);
    const fault = seriesFault(family);
    if (fault !== undefined) return refusal(fault);
  }
  return { ok: true, push: read.data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** Words that a body may use, for the one who misspelt one. */
const WORDS = [
  'producer',
  'sequence',
  'families',
  'name',
  'type',
  'help',
  'expireAfterSeconds',
  'mode',
  'buckets',
  'series',
  'labels',
  'value',
  'sum',
  'count',
  'exemplar',
  'exemplars',
  'timestamp',
];

function sentenceOf(issue: z.core.$ZodIssue | undefined, body: unknown): string {
  if (issue === undefined) return 'the body is not a push';
  const where = placeOf(issue.path, body);
  if (issue.code !== 'unrecognized_keys') return `${where}${issue.message}`;
  const key = beginningOf(issue.keys[0] ?? '');
  const nearest = closest(key, WORDS);
  const advice = nearest === key ? '' : `; the nearest is ${JSON.stringify(nearest)}`;
  return `${where}there is no ${JSON.stringify(key)} here${advice}`;
}

/** `family render_jobs_total, series 2, value: ` for the path of an issue. */
function placeOf(path: readonly PropertyKey[], body: unknown): string {
  const [first, at, ...rest] = path;
  if (first !== 'families' || typeof at !== 'number') {
    return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  }
  const given = valueAt(body, ['families', at, 'name']);
  const name = typeof given === 'string' ? beginningOf(given) : `number ${String(at + 1)}`;
  const places = rest.map((step) => (typeof step === 'number' ? String(step + 1) : String(step)));
  const inside = places.length === 0 ? '' : `, ${places.join(' ')}`;
  return `family ${name}${inside}: `;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function seriesFault({ name, type, bounds, series }: AddedFamily): string | undefined {
  const seen = new Set<string>();
  for (const [i, { labels, values }] of series.entries()) {
    const where = `family ${name}, series ${String(i + 1)}`;
    const key = identity('', labels);
    if (seen.has(key)) return `${where}: its labels are those of an earlier series`;
    seen.add(key);
    const fault = type === 'histogram' ? distributionFault(values, bounds.length) : undefined;
    if (fault !== undefined) return `${where}: ${fault}`;
  }
  return undefined;
}

/** Counts at or below ascending bounds never fall, and the count of all is at least the last. */
function distributionFault(values: readonly number[], bounds: number): string | undefined {
  if (values.length !== bounds + 2) {
    return `it has ${String(values.length - 2)} buckets, and the family ${String(bounds)} bounds`;
  }
  const counts = [...values.slice(0, bounds), values[bounds + 1] ?? 0];
  const falling = counts.findIndex((count, i) => i > 0 && count < (counts[i - 1] ?? 0));
  if (falling === -1) return undefined;
  const what = falling === bounds ? 'its count' : `bucket ${String(falling + 1)}`;
  return `${what} is ${String(counts[falling])} and the bucket below it has ${String(counts[falling - 1])}; a bucket counts all at or below its bound`;
}

function refusal(reason: string): PushRead {
  return { ok: false, reason };
}
