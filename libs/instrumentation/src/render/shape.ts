/** One line of a series: what follows the metric's name, and the bucket it stands for. */
export interface LineKind {
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly le?: string;
}

/** How the numbers that a series keeps become the lines that it shows. */
export interface Shape {
  /** Numbers a series keeps. */
  readonly stride: number;
  readonly lines: readonly LineKind[];
  /** Writes the value of each line, of the series whose numbers begin at `from`. */
  readonly read: (numbers: Float64Array, from: number, into: Float64Array) => void;
}

/** A counter or a gauge: one number, one line. */
export const SCALAR: Shape = {
  stride: 1,
  lines: [{ suffix: '' }],
  read: (numbers, from, into) => {
    into[0] = numbers[from] ?? 0;
  },
};

/** A classic histogram: observations by bucket, the last one +Inf, then their sum. Lines are cumulative. */
export function histogramShape(bounds: readonly number[]): Shape {
  const buckets = [...bounds.map(String), '+Inf'];
  return {
    stride: buckets.length + 1,
    lines: [
      ...buckets.map((le) => ({ suffix: '_bucket', le }) as const),
      { suffix: '_sum' },
      { suffix: '_count' },
    ],
    read: (numbers, from, into) => {
      let count = 0;
      for (let i = 0; i < buckets.length; i += 1) {
        count += numbers[from + i] ?? 0;
        into[i] = count;
      }
      into[buckets.length] = numbers[from + buckets.length] ?? 0;
      into[buckets.length + 1] = count;
    },
  };
}
