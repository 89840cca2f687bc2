import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FamilyType } from '../exposition/family.js';
import { isOpenCounter, writeHeader, writeOpenMetricsHeader } from '../exposition/write.js';

/** A family as it was at one moment, over all who have it. */
export interface Shown {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
  /** Lines of samples, each piece ended by a line feed. Some are written when they are asked for. */
  readonly texts: readonly (Piece | ((shows: Shows) => Piece))[];
}

/** Whether exemplars stand beside the samples that have one. */
export type Shows = 'samples' | 'exemplars';

export type Piece = Buffer | string;

/** What a scrape shows: references alone, taken at once, so that no push is half on it. In the order of names. */
export type Page = readonly Shown[];

export function* piecesOf(page: Page): Generator<Piece> {
  for (const family of page) {
    yield writeHeader(family);
    yield* textsOf(family, 'samples');
  }
}

/**
 * The same in OpenMetrics 1.0, with exemplars: what is not a name, a type or a help is spelled alike.
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function* openMetricsOf(page: Page): Generator<Piece> {
  const names = new Set(page.map(({ name }) => name));
  for (const family of page) {
    const hasFamily = (name: string): boolean => names.has(name);
    yield writeOpenMetricsHeader(family, hasFamily);
    const mayHave = family.type === 'histogram' || isOpenCounter(family, hasFamily);
    yield* textsOf(family, mayHave ? 'exemplars' : 'samples');
  }
  yield '# EOF\n';
}

function* textsOf({ texts }: Shown, shows: Shows): Generator<Piece> {
  for (const text of texts) yield typeof text === 'function' ? text(shows) : text;
}

/** How long a scrape may hold the event loop before it lets others have a turn. */
const TURN_MS = 3;
/** A system call and a chunk of HTTP take as long as a good part of this. */
const SLICE = 131_072;
/** What is as long as this goes out as it is; to copy it would cost more than to send it by itself. */
const LONG = 32_768;

/** The bytes of the pieces in slices, between which the event loop runs. Long ones are not copied. */
export async function* slicesOf(pieces: Iterable<Piece>): AsyncGenerator<Buffer, void, undefined> {
  let turnBegan = performance.now();
  for (const slice of filled(pieces)) {
    yield slice;
    if (performance.now() - turnBegan < TURN_MS) continue;
    await nextTurn();
    turnBegan = performance.now();
  }
}

function* filled(pieces: Iterable<Piece>): Generator<Buffer> {
  const desk = new Desk();
  for (const piece of pieces) {
    if (typeof piece !== 'string' && piece.length >= LONG) {
      yield* desk.written();
      yield piece;
    } else {
      const bytes = Buffer.byteLength(piece);
      if (bytes > desk.room) {
        yield* desk.written();
        desk.clear(bytes);
      }
      desk.write(piece);
    }
  }
  yield* desk.written();
}

/** Where short pieces are put together. What it has given away it never writes to again. */
class Desk {
  private slice = Buffer.allocUnsafeSlow(SLICE);
  private begin = 0;
  private end = 0;

  get room(): number {
    return this.slice.length - this.end;
  }

  write(piece: Piece): void {
    const { slice, end } = this;
    this.end += typeof piece === 'string' ? slice.write(piece, end) : piece.copy(slice, end);
  }

  /** What was written since this was asked last, if anything. */
  *written(): Generator<Buffer> {
    const { begin, end } = this;
    this.begin = end;
    if (end > begin) yield this.slice.subarray(begin, end);
  }

  /** New memory, for at least so many bytes. */
  clear(bytes: number): void {
    this.slice = Buffer.allocUnsafeSlow(Math.max(SLICE, bytes));
    this.begin = this.end = 0;
  }
}
