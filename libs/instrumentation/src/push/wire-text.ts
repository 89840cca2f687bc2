/** A family as the text of a registry has it, in the terms of `POST /v1/push`. */
export interface ReadFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Of a histogram, without +Inf. */
  readonly bounds: readonly number[];
  /** By one string for each set of labels. */
  readonly series: ReadonlyMap<string, ReadSeries>;
}

export interface ReadSeries {
  readonly labels: readonly Label[];
  /** One number; of a histogram a count for each bound, then the sum, then the count of all. */
  readonly values: readonly number[];
}

type Label = readonly [name: string, value: string];

const HEADER = /^# HELP (\S+) (.*)\n# TYPE \S+ (counter|gauge|histogram)\n/;

/** Reads the lines of one family, as prom-client writes them; undefined for a type that cannot be added up. */
export function readFamily(text: string): ReadFamily | undefined {
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const [whole, name = '', help = '', type] = header;
  const lines = text.slice(whole.length).split('\n');
  const samples = lines.filter((line) => line !== '').map(sampleOf);
  const family = { name, help: unescaped(help) };
  if (type === 'histogram') return { ...family, type, ...distributionsOf(samples) };
  const series = samples.map(({ labels, value }) => ({ labels, values: [value] }));
  const plain = type === 'counter' ? type : 'gauge';
  return { ...family, type: plain, bounds: [], series: byLabels(series) };
}

interface Sample {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly value: number;
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

function sampleOf(line: string): Sample {
  const name = /^[^ {]*/.exec(line)?.[0] ?? '';
  const end = line.lastIndexOf(' ');
  const pairs = [...line.slice(name.length, end).matchAll(LABEL)];
  const labels = pairs.map(([, label = '', value = '']): Label => [label, unescaped(value)]);
  return { name, labels, value: Number(line.slice(end + 1).replace('Inf', 'Infinity')) };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

function byLabels(series: readonly ReadSeries[]): ReadonlyMap<string, ReadSeries> {
  return new Map(series.map((one) => [JSON.stringify(one.labels), one]));
}

interface Distribution {
  readonly labels: readonly Label[];
  readonly counts: number[];
  readonly bounds: number[];
  sum: number;
  count: number;
}

function distributionsOf(samples: readonly Sample[]): Pick<ReadFamily, 'bounds' | 'series'> {
  const all = new Map<string, Distribution>();
  for (const sample of samples) {
    const labels = sample.labels.filter(([label]) => label !== 'le');
    const key = JSON.stringify(labels);
    const found = all.get(key) ?? { labels, counts: [], bounds: [], sum: 0, count: 0 };
    all.set(key, found);
    take(found, sample);
  }
  const distributions = [...all.values()];
  const series = distributions.map(({ labels, counts, sum, count }) => ({
    labels,
    values: [...counts, sum, count],
  }));
  return { bounds: distributions[0]?.bounds ?? [], series: byLabels(series) };
}

function take(distribution: Distribution, { name, labels, value }: Sample): void {
  if (name.endsWith('_sum')) distribution.sum = value;
  if (name.endsWith('_count')) distribution.count = value;
  const bound = Number(labels.find(([label]) => label === 'le')?.[1]);
  if (!name.endsWith('_bucket') || !Number.isFinite(bound)) return;
  distribution.bounds.push(bound);
  distribution.counts.push(value);
}
