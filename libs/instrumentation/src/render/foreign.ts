import type { Exemplar } from './exemplar.js';
import type { Style } from './style.js';
import { exemplarText } from './exemplar.js';
import { headerText } from './block.js';
import { labelsText, labelText, valueText } from './text.js';

/** What a metric of prom-client, or anything that is registered as one, hands over at a scrape. */
export interface Collected {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values?: readonly Value[] | undefined;
}

interface Value {
  readonly metricName?: string | undefined;
  readonly labels?: Readonly<Record<string, unknown>> | undefined;
  /** Labels that every line of a histogram's series has in common. */
  readonly sharedLabels?: Readonly<Record<string, unknown>> | undefined;
  readonly value: number;
  readonly exemplar?: Exemplar | null | undefined;
}

interface Collectable {
  getForPromString?(): Promise<Collected>;
  get(): Promise<Collected>;
}

export function collect(metric: Collectable): Promise<Collected> {
  return metric.getForPromString?.() ?? metric.get();
}

export function collectedHeader(collected: Collected, style: Style): string {
  return headerText({ ...collected, kind: collected.type }, style);
}

/** The lines of a collected metric, from one sample to before another, as prom-client writes them. */
export function collectedLines(
  { name, type, values = [] }: Collected,
  style: Style,
  { from, before }: { readonly from: number; readonly before: number },
): string {
  const suffix = style.isOpenMetrics && type === 'counter' ? '_total' : '';
  const plain = suffix === '' ? name : name.replace(/_total$/, '');
  return values
    .slice(from, before)
    .map((value) => {
      const labels = labelsText(pairsOf(value, style));
      const exemplar = value.exemplar && style.isOpenMetrics ? exemplarText(value.exemplar) : '';
      return `${value.metricName ?? plain}${suffix}${labels} ${valueText(value.value)}${exemplar}`;
    })
    .join('\n');
}

function pairsOf({ labels = {}, sharedLabels = {} }: Value, { defaultLabels }: Style): string[] {
  const own = { ...labels, ...defaultLabels, ...labels };
  const ahead = Object.entries(own).filter(([name]) => !Object.hasOwn(sharedLabels, name));
  return [...ahead, ...Object.entries(sharedLabels)].map(([name, value]) => labelText(name, value));
}
