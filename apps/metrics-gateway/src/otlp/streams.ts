/** How a point becomes something to add. */
export type Rule =
  /** Its growth since the last point of the stream is. */
  | 'cumulative'
  /** It is, once for each interval. */
  | 'delta'
  /** It replaces, unless a newer one has. */
  | 'last'
  /** It says again what the first said; another saying is left out. */
  | 'same';

export interface StreamPoint {
  /** Names the stream among all. */
  readonly stream: string;
  readonly rule: Rule;
  readonly time: bigint;
  /** Of a delta its interval, and of `same` what it says. */
  readonly mark: string;
  readonly values: readonly number[];
}

/** What is remembered of a stream. */
export interface Stream {
  readonly seenAt: number;
  readonly time: bigint;
  readonly values: readonly number[];
  /** The newest marks. */
  readonly marks: readonly string[];
}

export interface StreamLimits {
  readonly streams: number;
  /** A stream without points is forgotten after so long, */
  readonly rememberedSeconds: number;
  /** and after so long where others need the room. */
  readonly keptSeconds: number;
}

export type StreamsPlanned =
  | {
      readonly ok: true;
      /** For each point what is to be added; undefined where it was taken before, or is older than what was. */
      readonly growths: readonly (readonly number[] | undefined)[];
      readonly commit: () => void;
    }
  | { readonly ok: false; readonly reason: string; readonly retryAfterSeconds: number };

/** Of a delta stream, how many intervals are known again when they come twice. */
const INTERVALS = 16;

/** The last points of all streams, those that had none for the longest time first. */
export class Streams {
  private readonly byName = new Map<string, Stream>();

  constructor(private readonly limits: StreamLimits) {}

  /** Changes nothing until its `commit`. No point of a stream can have been later than `latest`. */
  plan(points: readonly StreamPoint[], nowSeconds: number, latest?: bigint): StreamsPlanned {
    const touched = new Map<string, Stream>();
    const growths = points.map((point) => {
      const known = this.known(point.stream, nowSeconds);
      const before = touched.get(point.stream) ?? (known && timely(known, latest));
      const growth = growthOf(point, before);
      if (growth !== undefined) touched.set(point.stream, after(point, before, nowSeconds));
      return growth;
    });
    const opened = [...touched.keys()].filter((name) => !this.byName.has(name)).length;
    const excess = this.byName.size + opened - this.limits.streams;
    if (!this.canForget(excess, nowSeconds)) return this.full(nowSeconds);
    return { ok: true, growths, commit: () => this.take(touched, nowSeconds) };
  }

  saved(): readonly (readonly [name: string, stream: Stream])[] {
    return [...this.byName];
  }

  restore(name: string, stream: Stream): void {
    this.byName.set(name, stream);
  }

  private take(touched: ReadonlyMap<string, Stream>, nowSeconds: number): void {
    for (const [name, stream] of touched) {
      this.byName.delete(name);
      this.byName.set(name, stream);
    }
    for (const [name, { seenAt }] of this.byName) {
      const isOver = this.byName.size > this.limits.streams;
      if (seenAt + this.secondsOf(isOver) > nowSeconds) return;
      this.byName.delete(name);
    }
  }

  private known(name: string, nowSeconds: number): Stream | undefined {
    const stream = this.byName.get(name);
    if (stream === undefined) return undefined;
    return stream.seenAt + this.limits.rememberedSeconds > nowSeconds ? stream : undefined;
  }

  private secondsOf(isOver: boolean): number {
    return isOver ? this.limits.keptSeconds : this.limits.rememberedSeconds;
  }

  private canForget(count: number, nowSeconds: number): boolean {
    let left = count;
    for (const { seenAt } of this.byName.values()) {
      if (left <= 0 || seenAt + this.limits.keptSeconds > nowSeconds) break;
      left -= 1;
    }
    return left <= 0;
  }

  private full(nowSeconds: number): StreamsPlanned {
    const [oldest] = this.byName.values();
    const freeAt = (oldest?.seenAt ?? nowSeconds) + this.limits.keptSeconds;
    const retryAfterSeconds = Math.max(1, Math.ceil(freeAt - nowSeconds));
    const reason = 'as many streams are remembered as may be';
    return { ok: false, reason, retryAfterSeconds };
  }
}

/** One that a wrong clock left ahead of all that is to come goes on with whatever comes next. */
function timely(stream: Stream, latest: bigint | undefined): Stream {
  return latest !== undefined && stream.time > latest ? { ...stream, time: 0n } : stream;
}

function growthOf(point: StreamPoint, before: Stream | undefined): readonly number[] | undefined {
  return before === undefined ? point.values : RULES[point.rule](point, before);
}

const RULES: Readonly<
  Record<Rule, (point: StreamPoint, before: Stream) => readonly number[] | undefined>
> = {
  cumulative: (point, before) =>
    point.time > before.time ? growth(before.values, point.values) : undefined,
  delta: ({ mark, values }, { marks }) => (marks.includes(mark) ? undefined : values),
  last: ({ time, values }, before) => (time > before.time ? values : undefined),
  same: ({ mark, values }, { marks }) => (marks.includes(mark) ? values : undefined),
};

/** Where a value fell its process began anew, and all that it counts now is growth. */
function growth(before: readonly number[], now: readonly number[]): readonly number[] {
  const isReset =
    before.length !== now.length ||
    now.some((value, i) => !isSum(i, now) && value < (before[i] ?? 0));
  return isReset ? now : now.map((value, i) => value - (before[i] ?? 0));
}

/** The sum of a histogram may fall: observations may be negative. */
function isSum(i: number, values: readonly number[]): boolean {
  return values.length > 1 && i === values.length - 2;
}

function after(point: StreamPoint, before: Stream | undefined, nowSeconds: number): Stream {
  const { rule, time, mark, values } = point;
  const marks = rule === 'delta' ? [...(before?.marks ?? []), mark].slice(-INTERVALS) : [mark];
  const hasMarks = rule === 'delta' || rule === 'same';
  return {
    seenAt: nowSeconds,
    time,
    values: rule === 'cumulative' ? values : [],
    marks: hasMarks ? marks : [],
  };
}
