import type { LabelDomains, LabelValues, Metric, ScrapeJob } from '@aura/metrics';
import type { Window } from '@aura/metrics/promql';

/** One input series of a promtool story, as a function of the value that the alert compares. */
export interface StorySeries {
  readonly series: string;
  readonly kind: 'gauge' | 'counter' | 'moment';
  /**
   * The sample of a gauge, the growth per second of a counter, or how many seconds ago a moment was. A gauge that
   * is `undefined` has no series.
   */
  readonly at: (value: number) => number | undefined;
}

/** A stretch of time in which the dial of a world stands still. */
export interface Stretch {
  readonly value: number;
  readonly lasts: Window;
}

/** A world told stretch by stretch, for what calm and alarming cannot say, and how many alerts fire at its end. */
export interface Scene {
  readonly world: readonly StorySeries[];
  readonly stretches: readonly Stretch[];
  readonly firing: number;
  /** Labels of the one that fires, where they are not those of the story. */
  readonly labels?: Readonly<Record<string, string>>;
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
  /**
   * How long after the world is calm again the condition last holds, where that differs. Where calm is the limit
   * itself, that is two samples less than the range: the last growth that was too much has just left it.
   */
  readonly endsAfter?: Window;
  /** Time between two samples and two evaluations; longer for expressions over hours. */
  readonly step?: Window;
  /** Worlds in which an alarming value raises nothing, named by the reason, such as too little traffic. */
  readonly quietWhen?: Readonly<Record<string, readonly StorySeries[]>>;
  /** What went before every test of the story, for an expression that compares with past weeks. */
  readonly history?: readonly Stretch[];
  /** Further worlds with an end of their own, named by what happens in them. */
  readonly scenes?: Readonly<Record<string, Scene>>;
}

/** For an alert that no dialled world can prove: its promtool file is written by a person, in docker/prometheus/stories. */
export interface StoryByHand {
  readonly byHand: true;
}

/** Target labels: every series that Prometheus scrapes carries them. */
interface Target {
  readonly job: ScrapeJob;
  readonly instance: string;
}

/** A metric that defines a label of that name itself says what it may hold. */
type TargetOf<L extends LabelDomains> = Partial<Omit<Target, keyof L>>;

/** A gauge of the catalogue as a story's input. */
export function gaugeSeries<L extends LabelDomains>(
  metric: Metric<'gauge', L>,
  labels: LabelValues<L> & TargetOf<L>,
  at: (value: number) => number | undefined,
): StorySeries {
  return { series: seriesText(metric.name, labels), kind: 'gauge', at };
}

/** A counter of the catalogue as a story's input: `perSecond` is how fast it grows. */
export function counterSeries<L extends LabelDomains>(
  metric: Metric<'counter', L>,
  labels: LabelValues<L> & TargetOf<L>,
  perSecond: (value: number) => number,
): StorySeries {
  return { series: seriesText(metric.name, labels), kind: 'counter', at: perSecond };
}

/** A gauge that holds a moment in epoch seconds, always the same number of seconds ago. */
export function momentSeries<L extends LabelDomains>(
  metric: Metric<'gauge', L, 'seconds'>,
  labels: LabelValues<L> & TargetOf<L>,
  secondsAgo: (value: number) => number,
): StorySeries {
  return { series: seriesText(metric.name, labels), kind: 'moment', at: secondsAgo };
}

type Part = 'sum' | 'count' | { readonly le: number };

/** One series of a histogram: a bucket, its sum or its count. */
export function histogramSeries<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  { part, labels }: { readonly part: Part; readonly labels: LabelValues<L> & TargetOf<L> },
  perSecond: (value: number) => number,
): StorySeries {
  const series =
    typeof part === 'string'
      ? seriesText(`${metric.name}_${part}`, labels)
      : seriesText(`${metric.name}_bucket`, { ...labels, le: bound(part.le) });
  return { series, kind: 'counter', at: perSecond };
}

/**
 * A histogram whose `q` quantile is the dialled value: as many observations as needed lie in the bucket around it,
 * the rest just below, or above where the value is the bound of a bucket itself. `perSecond` observations are made.
 */
export function quantileSeries<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  labels: LabelValues<L> & TargetOf<L>,
  { q, perSecond }: { readonly q: number; readonly perSecond: number },
): readonly StorySeries[] {
  const bounds = metric.buckets ?? [];
  return [...bounds, Infinity].map((le, i) =>
    histogramSeries(metric, { part: { le }, labels }, (value) => {
      const upper = bounds.findIndex((candidate) => value <= candidate);
      if (le === value) return perSecond * q;
      if (i !== upper - 1 || value === bounds[upper]) return i < upper ? 0 : perSecond;
      const within = (value - le) / ((bounds[upper] ?? Infinity) - le);
      return (perSecond * (q - within)) / (1 - within);
    }),
  );
}

function bound(le: number): string {
  return le === Infinity ? '+Inf' : String(le);
}

function seriesText(name: string, labels: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value ?? ''}"`);
  return `${name}{${pairs.join(',')}}`;
}
