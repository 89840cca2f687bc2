import { Transform, type TransformCallback } from 'node:stream';
import { problem, type Problem } from '@aura/service';
import type { BodyLimits } from '../body.js';

const MIB = 1_048_576;
/** Room for two bodies in gzip at least, and no more than what is used for nothing else on a large machine. */
const ROOM = { least: 16 * MIB, most: 256 * MIB };
/** Of the memory past which no series are opened: what is above that has room for it beside a scrape. */
const SHARE = 1 / 8;

/** How much all bodies together may weigh, by what memory the process may use. */
export function roomForBodies(memoryBytes: number): number {
  return Math.min(ROOM.most, Math.max(ROOM.least, Math.floor(memoryBytes * SHARE)));
}

/** What the bodies weigh that are being received or dealt with, those of all requests together. */
export class InFlight {
  private held = 0;

  constructor(readonly limitBytes: number) {}

  get bytes(): number {
    return this.held;
  }

  /** What one request holds from now on: nothing yet. */
  open(): Weight {
    let own = 0;
    let isOver = false;
    return {
      take: (bytes) => {
        // Who has gone away meanwhile would never give it back.
        if (isOver || this.held + bytes > this.limitBytes) return false;
        this.held += bytes;
        own += bytes;
        return true;
      },
      release: () => {
        this.held -= own;
        own = 0;
        isOver = true;
      },
    };
  }
}

export interface Weight {
  /** False, and nothing more is held, where there is no room for so much or all was given back. */
  take(bytes: number): boolean;
  /** Gives back all that was taken, once and for all. */
  release(): void;
}

/** What a body may weigh beside itself once its compression is off. */
export function inflatedAtMost(
  encoding: string | undefined,
  bytes: number,
  { bodyBytes, inflatedBytes, inflation }: Omit<BodyLimits, 'writtenBytes'>,
): number {
  const isPlain = encoding === undefined || /^\s*(identity)?\s*$/i.test(encoding);
  return isPlain ? 0 : Math.min(bodyBytes, Math.max(inflatedBytes, bytes * inflation));
}

/** It is over in well under a second: no body takes longer to be dealt with. */
export const RETRY_AFTER_SECONDS = 1;

export const BUSY: Problem = {
  status: 429,
  error: 'it was refused: the gateway has as many bodies in hand as it has memory for',
  advice: `Wait ${String(RETRY_AFTER_SECONDS)} s and send it again; fewer at once, or smaller ones, if that happens often.`,
};

/** Weighs a body that does not say beforehand how long it is, and ends in a refusal where there is no room for it. */
export class Weighed extends Transform {
  isRefused = false;

  constructor(private readonly weight: Weight) {
    super();
  }

  override _transform(chunk: Uint8Array, _: BufferEncoding, done: TransformCallback): void {
    this.isRefused = !this.weight.take(chunk.length);
    if (this.isRefused) done(problem(BUSY));
    else done(null, chunk);
  }
}
