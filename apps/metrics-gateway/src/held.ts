import type { Family, FamilyType } from './exposition/family.js';
import { writeSamples } from './exposition/write.js';

/** A family of one group. What it says never changes, so who has it has it as it was; where its text is kept does. */
export class Held {
  readonly type: FamilyType;
  readonly help: string | undefined;
  readonly series: number;
  /** Of its text. */
  readonly bytes: number;
  /** Its samples as a scrape shows them, on their own or from `at` on in a block that others share. */
  private place: string | Buffer;
  private at = 0;

  /** `pushedAt` is in seconds since the epoch. A help that is `known` is not kept twice. */
  constructor(
    { type, help, samples }: Family,
    readonly pushedAt: number,
    known?: string,
  ) {
    const text = Buffer.from(writeSamples(samples));
    this.type = type;
    this.help = help === undefined || help === known ? help && known : detached(help);
    this.series = samples.length;
    this.bytes = text.length;
    this.place = text.toString();
  }

  get text(): Buffer {
    const { place, at } = this;
    return typeof place === 'string' ? Buffer.from(place) : place.subarray(at, at + this.bytes);
  }

  copyTo(block: Buffer, at: number): void {
    const { place } = this;
    if (typeof place !== 'string') place.copy(block, at, this.at, this.at + this.bytes);
    // As long as it has characters, it is ASCII, and the shorter way does.
    else if (place.length === this.bytes) block.write(place, at, 'latin1');
    else block.write(place, at);
  }

  /** Keeps its text in this block from now on, which has it at this place. */
  moveTo(block: Buffer, at: number): void {
    this.place = block;
    this.at = at;
  }
}

/** A copy that shares no memory with the body it was cut from, which would else live as long as it does. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}
