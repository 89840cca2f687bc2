import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FamilyType } from './exposition/family.js';
import { writeHeader, writeOpenMetricsHeader } from './exposition/write.js';

/** A family as it was at one moment, over all who have it. */
export interface Shown {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
  /** Lines of samples, each piece ended by a line feed. */
  readonly texts: readonly Piece[];
}

export type Piece = Buffer | string;

/** What a scrape shows: references alone, taken at once, so that no push is half on it. In the order of names. */
export type Page = readonly Shown[];

export function* piecesOf(page: Page): Generator<Piece> {
  for (const family of page) {
    yield writeHeader(family);
    yield* family.texts;
  }
}

/**
 * The same in OpenMetrics 1.0: what is not a name, a type or a help is spelled alike.
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function* openMetricsOf(page: Page): Generator<Piece> {
  const names = new Set(page.map(({ name }) => name));
  for (const family of page) {
    yield writeOpenMetricsHeader(family, (name) => names.has(name));
    yield* family.texts;
  }
  yield '# EOF\n';
}

/** How long a scrape may hold the event loop before it lets others have a turn. */
const TURN_MS = 3;
const SLICE = 64 * 1024;

/** The bytes of the pieces, copied into slices between which the event loop runs. */
export async function* slicesOf(pieces: Iterable<Piece>): AsyncGenerator<Buffer, void, undefined> {
  let slice = Buffer.allocUnsafeSlow(SLICE);
  let length = 0;
  let turnBegan = performance.now();
  for (const piece of pieces) {
    const room = Buffer.byteLength(piece);
    if (length + room > slice.length) {
      yield slice.subarray(0, length);
      slice = Buffer.allocUnsafeSlow(Math.max(SLICE, room));
      length = 0;
      if (performance.now() - turnBegan >= TURN_MS) {
        await nextTurn();
        turnBegan = performance.now();
      }
    }
    length += typeof piece === 'string' ? slice.write(piece, length) : piece.copy(slice, length);
  }
  if (length > 0) yield slice.subarray(0, length);
}
