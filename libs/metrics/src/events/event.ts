import type { LabelDomains, LabelValues, Metric } from '../metric.js';
import type { DataOf, Fields } from './field.js';

/** What an event does to one metric. Pure data, so that it can be written down and done again. */
export type Movement = { readonly metric: Metric } & (
  | {
      /** `add` to a counter; `observe` in a histogram; `set` a gauge, unless a later event has set it. */
      readonly does: 'add' | 'observe' | 'set';
      readonly labels: Readonly<Record<string, string>>;
      readonly value: number;
    }
  | {
      /** The gauge is the number of keys that have entered and not left. */
      readonly does: 'enter' | 'leave';
      readonly key: string;
    }
);

/** One kind of happening: what is told of it, and what it does to which metrics. */
export interface EventType<F extends Fields = Fields> {
  /** One sentence, as a metric's help is. */
  readonly help: string;
  readonly fields: F;
  /** With every field, for documents and tests. */
  readonly example: NoInfer<Required<DataOf<F>>>;
  /** The same as the instruments of libs/instrumentation count for the same happening. A method, so that types of all fields fit one table: give it what was read by `fields`. */
  moves(data: DataOf<F>, atSeconds: number): readonly Movement[];
}

/** @throws when the help is not a sentence: a bug, found when its module loads. */
export function eventType<const F extends Fields>(type: EventType<F>): EventType<F> {
  if (!/^[A-Z].*\.$/.test(type.help)) throw new Error(`not a sentence: ${type.help}`);
  return type;
}

export function counted<L extends LabelDomains>(
  metric: Metric<'counter', L>,
  labels: LabelValues<L>,
): Movement {
  return { metric, does: 'add', labels, value: 1 };
}

export function observed<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  labels: LabelValues<L>,
  value: number,
): Movement {
  return { metric, does: 'observe', labels, value };
}

export function latest(metric: Metric<'gauge', NoLabels>, value: number): Movement {
  return { metric, does: 'set', labels: {}, value };
}

export function entered(metric: Metric<'gauge', NoLabels>, key: string): Movement {
  return { metric, does: 'enter', key };
}

export function left(metric: Metric<'gauge', NoLabels>, key: string): Movement {
  return { metric, does: 'leave', key };
}

type NoLabels = Readonly<Record<string, never>>;
