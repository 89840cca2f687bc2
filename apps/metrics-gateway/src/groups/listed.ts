import { identity, type Family, type Label, type Sample } from '../exposition/family.js';
import { parseExposition } from '../exposition/parse.js';
import { numberText } from '../exposition/write.js';
import type { Held } from './held.js';
import { stampsOf } from './stamps.js';
import type { Saved } from './store.js';

/** The Pushgateway's JSON of its groups, one group at a time: https://github.com/prometheus/pushgateway#query-api */
export function* listed(groups: readonly Saved[]): Generator<string> {
  yield '{"status":"success","data":[';
  for (const [i, group] of groups.entries()) {
    yield `${i === 0 ? '' : ','}${JSON.stringify(groupOf(group))}`;
  }
  yield ']}\n';
}

function groupOf({ grouping, families, pushedAt, failedAt }: Saved): object {
  const stamps = stampsOf(grouping, { pushedAt, failedAt });
  return {
    ...Object.fromEntries(
      [...families, ...stamps].map(([name, held]) => [name, familyOf(name, held)]),
    ),
    labels: Object.fromEntries(grouping.labels),
    last_push_successful: pushedAt >= failedAt,
  };
}

/** A help that is not there is left out, as the Pushgateway does. */
function familyOf(name: string, { type, help, text, pushedAt }: Held): object {
  return {
    time_stamp: new Date(pushedAt * 1000).toISOString(),
    type: type.toUpperCase(),
    help,
    metrics: metricsOf(reread(name, type, text)),
  };
}

/** The text was written from what a push held, so it reads. */
function reread(name: string, type: Family['type'], text: Buffer): Family {
  const parsed = parseExposition(`# TYPE ${name} ${type}\n${text.toString()}`);
  const family = parsed.ok ? parsed.families[0] : undefined;
  if (family === undefined)
    throw new Error(`what is held of ${name} does not read as it was written`);
  return family;
}

function metricsOf({ name, type, samples }: Family): readonly object[] {
  if (type === 'histogram') return distributions(name, samples, { bound: 'le', list: 'buckets' });
  if (type === 'summary') {
    return distributions(name, samples, { bound: 'quantile', list: 'quantiles' });
  }
  return samples.map(({ labels, value }) => ({
    labels: Object.fromEntries(labels),
    value: numberText(value),
  }));
}

interface Kind {
  readonly bound: 'le' | 'quantile';
  readonly list: 'buckets' | 'quantiles';
}

/** A histogram's or a summary's samples that share all other labels, as one. */
function distributions(
  name: string,
  samples: readonly Sample[],
  { bound, list }: Kind,
): readonly object[] {
  const found = new Map<string, { labels: readonly Label[]; bounds: Label[]; parts: Label[] }>();
  for (const sample of samples) {
    const labels = sample.labels.filter(([label]) => label !== bound);
    const key = identity('', labels);
    const one = found.get(key) ?? { labels, bounds: [], parts: [] };
    found.set(key, one);
    const at = sample.labels.find(([label]) => label === bound)?.[1];
    const value = numberText(sample.value);
    if (at === undefined) one.parts.push([sample.name.slice(name.length + 1), value]);
    else one.bounds.push([at, value]);
  }
  return [...found.values()].map(({ labels, bounds, parts }) => ({
    labels: Object.fromEntries(labels),
    [list]: Object.fromEntries(bounds),
    ...Object.fromEntries(parts),
  }));
}
