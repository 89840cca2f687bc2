import type { LabelDomains, LabelValues, Metric, ScrapeJob } from '@aura/metrics';
import type { Window } from '@aura/metrics/promql';

/** One input series of a promtool story, as a function of the value that the alert compares. */
export interface StorySeries {
  readonly series: string;
  readonly kind: 'gauge' | 'counter';
  /** The sample of a gauge, or the growth per second of a counter. */
  readonly at: (value: number) => number;
}

/** What a story needs to prove an alert: a world that can be dialled, and what the alert says in it. */
export interface Story<L extends string> {
  /** Series that make the compared value `value`, and every guard of the alert hold. */
  readonly world: readonly StorySeries[];
  /** A value just on the silent side of the limit, and one just past it: within 5 %, so that a changed limit shows. */
  readonly calm: number;
  readonly alarming: number;
  /** Label values of the alert that this world raises. */
  readonly labels: Readonly<Record<L, string>>;
  /** What happens when every series of the world ends. */
  readonly whenAbsent: 'fires' | 'silent';
  /** The longest range that the expression looks back over. */
  readonly looksBack?: Window;
  /**
   * How long after the world turned alarming the condition first holds. An expression over a range turns as the
   * range fills: halfway, where calm and alarming lie equally far from the limit.
   */
  readonly crossesAfter?: Window;
  /** Time between two samples and two evaluations; longer for expressions over hours. */
  readonly step?: Window;
  /** Worlds in which an alarming value raises nothing, named by the reason, such as too little traffic. */
  readonly quietWhen?: Readonly<Record<string, readonly StorySeries[]>>;
}

/** Target labels: every series that Prometheus scrapes carries them. */
interface Target {
  readonly job: ScrapeJob;
  readonly instance: string;
}

/** A gauge of the catalogue as a story's input. */
export function gaugeSeries<L extends LabelDomains>(
  metric: Metric<'gauge', L>,
  labels: LabelValues<L> & Partial<Target>,
  at: (value: number) => number,
): StorySeries {
  return { series: seriesText(metric.name, labels), kind: 'gauge', at };
}

/** A counter of the catalogue as a story's input: `perSecond` is how fast it grows. */
export function counterSeries<L extends LabelDomains>(
  metric: Metric<'counter', L>,
  labels: LabelValues<L> & Partial<Target>,
  perSecond: (value: number) => number,
): StorySeries {
  return { series: seriesText(metric.name, labels), kind: 'counter', at: perSecond };
}

function seriesText(name: string, labels: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value ?? ''}"`);
  return `${name}{${pairs.join(',')}}`;
}
