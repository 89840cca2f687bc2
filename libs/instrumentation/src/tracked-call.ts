import type { Metric } from '@aura/metrics';
import { bind } from './bind.js';
import type { CounterSeries } from './counter.js';
import { errorTypeOf, failuresSoFar, stageOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import type { GaugeSeries } from './gauge.js';
import type { HistogramSeries } from './histogram.js';
import type { Labels } from './labels.js';
import { NO_LABELS } from './track-options.js';
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
  /** What watches calls with these labels; labels that no definition has are not looked at. */
  at(labels: Labels): Watch;
}

/** Watches the calls of one set of labels. */
export interface Watch {
  begin(): Span;
}

/**
 * The instruments of some calls in one registry, bound once. The labels in `fixed` are the same for every
 * call: an instrument that has no others is one series, found once.
 */
export class CallMeter implements Meter {
  readonly calls: SeriesOf<CounterSeries> | undefined;
  readonly failures: ((labels: Labels, failure: Failure) => void) | undefined;
  readonly duration: SeriesOf<HistogramSeries> | undefined;
  readonly inFlight: SeriesOf<GaugeSeries> | undefined;
  readonly timesFailures: boolean;

  constructor(registry: AnyRegistry, definitions: AnyDefinitions, fixed: Labels = NO_LABELS) {
    const { calls, failures, duration, inFlight, timesFailures = false } = definitions;
    this.calls = calls && seriesOf(bind(registry, calls), calls, fixed);
    this.failures = failures && failuresOf(registry, failures);
    this.duration = duration && seriesOf(bind(registry, duration), duration, fixed);
    this.inFlight = inFlight && shownOf(registry, inFlight, fixed);
    this.timesFailures = timesFailures;
  }

  at(labels: Labels): Watch {
    return new CallWatch(this, labels);
  }
}

/** Finds each series when it is first needed: no series of a success is opened by a call that fails. */
class CallWatch implements Watch {
  readonly inFlight: GaugeSeries | undefined;
  readonly isTimed: boolean;
  #calls: CounterSeries | undefined;
  #duration: HistogramSeries | undefined;

  constructor(
    private readonly meter: CallMeter,
    private readonly labels: Labels,
  ) {
    this.inFlight = meter.inFlight?.(labels);
    this.isTimed = meter.duration !== undefined;
  }

  begin(): Span {
    return new CallSpan(this);
  }

  count(): void {
    this.#calls ??= this.meter.calls?.(this.labels);
    this.#calls?.inc();
  }

  time(seconds: number): void {
    this.#duration ??= this.meter.duration?.(this.labels);
    this.#duration?.observe(seconds);
  }

  countFailure(failure: Failure, seconds: number): void {
    this.meter.failures?.(this.labels, failure);
    if (this.meter.timesFailures) this.time(seconds);
  }
}

class CallSpan implements Span {
  readonly #watch: CallWatch;
  readonly #startedAt: number;
  readonly #since = failuresSoFar();

  constructor(watch: CallWatch) {
    this.#watch = watch;
    this.#startedAt = watch.isTimed ? performance.now() : 0;
    watch.inFlight?.inc();
  }

  end(): void {
    const watch = this.#watch;
    watch.inFlight?.dec();
    watch.count();
    if (watch.isTimed) watch.time(this.#seconds());
  }

  fail(error: unknown): void {
    const watch = this.#watch;
    watch.inFlight?.dec();
    watch.count();
    watch.countFailure({ error, since: this.#since }, watch.isTimed ? this.#seconds() : 0);
  }

  discard(): void {
    this.#watch.inFlight?.dec();
  }

  #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
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

/** An error, and the moment from which on it belongs to this call; see `failuresSoFar`. */
interface Failure {
  readonly error: unknown;
  readonly since: number;
}

/** What the definition says of `error_type` and `stage` is found out from the error; see `CallDefinitions`. */
function failuresOf(registry: AnyRegistry, definition: Metric<'counter'>) {
  const series = seriesOf<CounterSeries>(bind(registry, definition), definition, {});
  const errorTypes = closedDomain(definition, 'error_type');
  const stages = closedDomain(definition, 'stage');
  return (labels: Labels, { error, since }: Failure): void => {
    const found = {
      ...(errorTypes === undefined ? {} : { error_type: errorTypeOf(error, errorTypes) }),
      ...(stages === undefined
        ? {}
        : { stage: stageOf(error, stages, since) ?? labels['stage'] ?? stages[0] }),
    };
    series({ ...labels, ...found }).inc();
  };
}

function closedDomain({ labels }: Metric, name: string): readonly string[] | undefined {
  const domain = labels[name];
  return domain !== undefined && 'atMost' in domain ? undefined : domain;
}
