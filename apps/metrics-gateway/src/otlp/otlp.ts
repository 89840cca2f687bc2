import type { Adder } from '../adding/adder.js';
import type { Reason } from '../outcomes.js';
import { latestOf, type Came } from './came.js';
import { withAttributes } from './labels.js';
import { Rejections } from './rejections.js';
import type { Step } from './steps.js';
import type { Streams } from './streams.js';
import type { Offered } from './translate.js';

/** What became of the points of one request. */
export interface OtlpTaken {
  applied: number;
  /** Taken before, or older than what was. */
  duplicates: number;
  readonly rejections: Rejections;
  /** Set where points were rejected that there may be room for later. */
  retryAfterSeconds: number | undefined;
  /** The steps that were refused for what is held, or for want of room, by their place. */
  readonly leftOut: number[];
}

interface Parts {
  readonly adder: Adder;
  readonly streams: Streams;
}

/** A request that was read. */
export interface Asked {
  readonly steps: readonly Step[];
  readonly came: Came;
  /** What a replay leaves out, because it was refused when it came. */
  readonly leftOut?: ReadonlySet<number> | undefined;
}

/** Adds up what OpenTelemetry exports, metric by metric, each whole or not at all. Nothing here is asynchronous. */
export class Otlp {
  constructor(private readonly parts: Parts) {}

  apply(asked: Asked): OtlpTaken {
    const taken = nothing();
    for (const take of this.takeable(asked, taken)) take();
    return taken;
  }

  /** What is said of a request of which nothing would be taken as things stand; undefined where something would. */
  look(asked: Asked): OtlpTaken | undefined {
    const taken = nothing();
    const [first] = this.takeable(asked, taken);
    return first === undefined ? taken : undefined;
  }

  /** Each that can be taken once those before it are. */
  private *takeable(asked: Asked, taken: OtlpTaken): Generator<() => void> {
    for (const [i, step] of due(asked, taken)) {
      const planned = this.planned(step, asked.came);
      if (!planned.ok) taken.leftOut.push(i);
      if (step.is === 'metric') count(step, planned, taken);
      if (planned.ok && planned.applied > 0) yield planned.commit;
    }
  }

  private planned({ offered, by }: Step, came: Came): Planned {
    return offered === undefined ? NONE : this.plan(offered, by, came);
  }

  private plan({ declared, offers }: Offered, by: string, came: Came): Planned {
    const { streams, adder } = this.parts;
    const { atSeconds } = came;
    const points = offers.map(({ point }) => point);
    const planned = streams.plan(points, atSeconds, latestOf(came));
    if (!planned.ok) return { ...planned, because: 'full' };
    const series = offers.flatMap(({ labels, exemplars }, i) => {
      const values = planned.growths[i];
      return values === undefined ? [] : [{ labels, values, exemplars }];
    });
    const counts = { points: offers.length, applied: series.length };
    if (series.length === 0) return { ok: true, ...counts, commit: NONE.commit };
    const added = adder.plan([{ ...declared, series }], { by, atSeconds });
    if (!added.ok) return { ok: false, retryAfterSeconds: undefined, ...added.refused };
    const commit = (): void => {
      added.commit();
      planned.commit();
    };
    return { ok: true, ...counts, commit };
  }
}

/** A resource of which no point is taken is not described. */
function* due({ steps, leftOut }: Asked, taken: OtlpTaken): Generator<readonly [number, Step]> {
  let before = 0;
  for (const [i, step] of steps.entries()) {
    const isDue = step.is === 'metric' || taken.applied > before;
    if (step.is === 'description') before = taken.applied;
    if (isDue && leftOut?.has(i) !== true) yield [i, step];
  }
}

function nothing(): OtlpTaken {
  return {
    ...{ applied: 0, duplicates: 0, retryAfterSeconds: undefined },
    ...{ rejections: new Rejections(), leftOut: [] },
  };
}

type Planned =
  | {
      readonly ok: true;
      readonly points: number;
      readonly applied: number;
      readonly commit: () => void;
    }
  | {
      readonly ok: false;
      readonly because: Reason;
      readonly reason: string;
      readonly retryAfterSeconds: number | undefined;
    };

const NONE = { ok: true, points: 0, applied: 0, commit: () => undefined } as const;

function count(
  { name, offered, rejections }: Extract<Step, { is: 'metric' }>,
  planned: Planned,
  taken: OtlpTaken,
): void {
  taken.rejections.join(rejections);
  if (planned.ok) {
    taken.applied += planned.applied;
    taken.duplicates += planned.points - planned.applied;
    return;
  }
  const offers = offered?.offers ?? [];
  const said = `metric ${name}: ${withAttributes(planned.reason, offers)}`;
  taken.retryAfterSeconds ??= planned.retryAfterSeconds;
  taken.rejections.add(offers.length, planned.because, said);
}
