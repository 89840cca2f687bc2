import { atom, type Vector, type VectorUnit, type Window } from './vector.js';

/** `level:metric:operations`, as the Prometheus documentation names recording rules. */
export type RecordName = `${string}:${string}:${string}`;

/** A vector that Prometheus computes once an evaluation and keeps under a name of its own. */
export interface Recording<L extends string, U extends VectorUnit> {
  readonly name: RecordName;
  readonly promql: string;
  /** One sentence: what the series means. */
  readonly help: string;
  /** The recorded series, to be used like any other vector. */
  readonly series: Vector<L, U>;
}

export function record<L extends string, U extends VectorUnit>(
  name: RecordName,
  vector: Vector<L, U>,
  help: string,
): Recording<L, U> {
  return { name, promql: vector.promql, help, series: atom(name, vector.unit) };
}

/** What was recorded so long ago. */
export function before<L extends string, U extends VectorUnit>(
  recording: Recording<L, U>,
  ago: Window,
): Vector<L, U> {
  return atom(`${recording.name} offset ${ago}`, recording.series.unit);
}

/** How often what is recorded changed its value within the window, whichever series it was recorded from. */
export function changesOf<L extends string, U extends VectorUnit>(
  recording: Recording<L, U>,
  window: Window,
): Vector<L, 'count'> {
  return atom(`changes(${recording.name}[${window}])`, 'count');
}
