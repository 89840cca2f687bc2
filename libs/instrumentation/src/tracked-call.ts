import type { Metric } from '@aura/metrics';
import { bind } from './bind.js';
import type { CounterSeries } from './counter.js';
import { errorTypeOf, stageOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import type { GaugeSeries } from './gauge.js';
import type { HistogramSeries } from './histogram.js';
import type { Labels } from './labels.js';
import type { Span } from './tracked-life.js';

/** What is counted about some calls; `CallDefinitions` says what each is for. */
export interface AnyDefinitions {
  readonly calls?: Metric<'counter'> | undefined;
  readonly failures?: Metric<'counter'> | undefined;
  readonly duration?: Metric<'histogram'> | undefined;
  readonly inFlight?: Metric<'gauge'> | undefined;
  readonly timesFailures?: boolean | undefined;
}

/** Watches calls, in one registry. */
export interface Meter {
  /** One call with these labels begins; labels that no definition has are not looked at. */
  begin(labels: Labels): Span;
}

/**
 * The instruments of some calls in one registry, bound once. The labels in `fixed` are the same for every
 * call: an instrument that has no others is one series, found once.
 */
export class CallMeter implements Meter {
  readonly calls: SeriesOf<CounterSeries> | undefined;
  readonly failures: ((labels: Labels, error: unknown) => void) | undefined;
  readonly duration: SeriesOf<HistogramSeries> | undefined;
  readonly inFlight: SeriesOf<GaugeSeries> | undefined;
  readonly timesFailures: boolean;

  constructor(registry: AnyRegistry, definitions: AnyDefinitions, fixed: Labels = {}) {
    const { calls, failures, duration, inFlight, timesFailures = false } = definitions;
    this.calls = calls && seriesOf(bind(registry, calls), calls, fixed);
    this.failures = failures && failuresOf(registry, failures);
    this.duration = duration && seriesOf(bind(registry, duration), duration, fixed);
    this.inFlight = inFlight && shownOf(registry, inFlight, fixed);
    this.timesFailures = timesFailures;
  }

  begin(labels: Labels): Span {
    return new TrackedCall(this, labels);
  }
}

class TrackedCall implements Span {
  readonly #meter: CallMeter;
  readonly #labels: Labels;
  readonly #startedAt: number;

  constructor(meter: CallMeter, labels: Labels) {
    this.#meter = meter;
    this.#labels = labels;
    this.#startedAt = meter.duration === undefined ? 0 : performance.now();
    meter.inFlight?.(labels).inc();
  }

  end(): void {
    this.discard();
    this.#meter.calls?.(this.#labels).inc();
    this.#time();
  }

  fail(error: unknown): void {
    this.discard();
    this.#meter.calls?.(this.#labels).inc();
    this.#meter.failures?.(this.#labels, error);
    if (this.#meter.timesFailures) this.#time();
  }

  discard(): void {
    this.#meter.inFlight?.(this.#labels).dec();
  }

  #time(): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.#meter.duration?.(this.#labels).observe(seconds);
  }
}

type SeriesOf<S> = (labels: Labels) => S;

interface Labelled<S> {
  series(labels: Labels): S;
}

function seriesOf<S extends object>(
  handle: S | Labelled<S>,
  definition: Metric,
  fixed: Labels,
): SeriesOf<S> {
  if (!isLabelled(handle)) return () => handle;
  if (!isFixed(definition, fixed)) return (labels) => handle.series(labels);
  const only = handle.series(fixed);
  return () => only;
}

/** A gauge that is one series is shown from now on, without touching what an earlier caller counts. */
function shownOf(
  registry: AnyRegistry,
  definition: Metric<'gauge'>,
  fixed: Labels,
): SeriesOf<GaugeSeries> {
  const series = seriesOf<GaugeSeries>(bind(registry, definition), definition, fixed);
  if (isFixed(definition, fixed)) series(fixed).inc(0);
  return series;
}

/** A handle without labels is its only series. */
function isLabelled<S extends object>(handle: S | Labelled<S>): handle is Labelled<S> {
  return 'series' in handle;
}

function isFixed({ labels }: Metric, fixed: Labels): boolean {
  return Object.keys(labels).every((name) => name in fixed);
}

/** What the definition says of `error_type` and `stage` is found out from the error; see `CallDefinitions`. */
function failuresOf(registry: AnyRegistry, definition: Metric<'counter'>) {
  const series = seriesOf<CounterSeries>(bind(registry, definition), definition, {});
  const errorTypes = closedDomain(definition, 'error_type');
  const stages = closedDomain(definition, 'stage');
  return (labels: Labels, error: unknown): void => {
    const found = {
      ...(errorTypes === undefined ? {} : { error_type: errorTypeOf(error, errorTypes) }),
      ...(stages === undefined
        ? {}
        : { stage: stageOf(error, stages) ?? labels['stage'] ?? stages[0] }),
    };
    series({ ...labels, ...found }).inc();
  };
}

function closedDomain({ labels }: Metric, name: string): readonly string[] | undefined {
  const domain = labels[name];
  return domain !== undefined && 'atMost' in domain ? undefined : domain;
}
