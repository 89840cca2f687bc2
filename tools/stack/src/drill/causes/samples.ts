import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';

/** The `instance` of everything that a drill injects; by it Prometheus is told to forget it again. */
export const DRILL_INSTANCE = 'drill';

/** Its value so many seconds after the cause; undefined where the series is not there by then. */
type ValueAt = (seconds: number) => number | undefined;

/** A family of which a drill injects one series. */
export interface Injected {
  readonly name: string;
  readonly type: Metric['kind'];
  lines(seconds: number): readonly string[];
}

/** Every label but those that the push brings. */
type Own<L extends LabelDomains> = Omit<LabelValues<L>, 'job' | 'instance'>;

export function gaugeOf<L extends LabelDomains>(
  { name }: Metric<'gauge', L>,
  labels: Own<L>,
  value: number | ValueAt,
): Injected {
  const at = typeof value === 'number' ? () => value : value;
  return { name, type: 'gauge', lines: (seconds) => line(name, labels, at(seconds)) };
}

export function counterOf<L extends LabelDomains>(
  { name }: Metric<'counter', L>,
  labels: Own<L>,
  perSecond: number,
): Injected {
  const total = (seconds: number): number => seconds * perSecond;
  return { name, type: 'counter', lines: (seconds) => line(name, labels, total(seconds)) };
}

/** Observations that are all the same. */
export function observations<L extends LabelDomains>(
  { name, buckets = [] }: Metric<'histogram', L>,
  labels: Own<L>,
  { value, perSecond }: { readonly value: number; readonly perSecond: number },
): Injected {
  return {
    name,
    type: 'histogram',
    lines: (seconds) => [
      ...buckets.flatMap((le) => {
        const within = value <= le ? seconds * perSecond : 0;
        return line(`${name}_bucket`, { ...labels, le: String(le) }, within);
      }),
      ...line(`${name}_bucket`, { ...labels, le: '+Inf' }, seconds * perSecond),
      ...line(`${name}_sum`, labels, seconds * perSecond * value),
      ...line(`${name}_count`, labels, seconds * perSecond),
    ],
  };
}

function line(name: string, labels: object, value: number | undefined): string[] {
  if (value === undefined) return [];
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return [`${name}{${pairs.join(',')}} ${value}`];
}

/** Prometheus' text format; a family may have several of the injected. */
export function exposition(injected: readonly Injected[], seconds: number): string {
  const names = [...new Set(injected.map(({ name }) => name))];
  return names
    .flatMap((name) => {
      const family = injected.filter((one) => one.name === name);
      const type = family[0]?.type ?? 'untyped';
      return [`# TYPE ${name} ${type}`, ...family.flatMap((one) => one.lines(seconds))];
    })
    .map((text) => `${text}\n`)
    .join('');
}
