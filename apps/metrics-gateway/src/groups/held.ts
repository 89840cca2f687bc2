import {
  charactersOf,
  exemplarsIn,
  withComments,
  withExemplars,
  type Placed,
} from '../exposition/exemplar.js';
import type { Family, FamilyType } from '../exposition/family.js';
import { writeSamples } from '../exposition/write.js';
import type { Shown, Shows } from '../scrape/page.js';

/** A family of one group. What it says never changes, so who has it has it as it was; where its text is kept does. */
export class Held {
  readonly type: FamilyType;
  readonly help: string | undefined;
  readonly series: number;
  /** Of its text. */
  readonly bytes: number;
  private readonly exemplars: readonly Placed[] | undefined;
  /** Its samples as a scrape shows them, on their own or from `at` on in a block that others share. */
  private place: string | Buffer;
  private at = 0;

  /** `pushedAt` is in seconds since the epoch. A help that is `known` is not kept twice. */
  constructor(
    family: Family,
    readonly pushedAt: number,
    known?: string,
  ) {
    const { type, help, samples } = family;
    const text = Buffer.from(writeSamples(samples));
    this.type = type;
    this.help = help === undefined || help === known ? help && known : detached(help);
    this.series = samples.length;
    this.bytes = text.length;
    this.place = text.toString();
    this.exemplars = exemplarsIn(family)?.map((one) => keepable(one, pushedAt));
  }

  get hasExemplars(): boolean {
    return this.exemplars !== undefined;
  }

  /** Of their labels. */
  get exemplarCharacters(): number {
    return (this.exemplars ?? []).reduce((sum, { labels }) => sum + charactersOf(labels), 0);
  }

  /** Its text on a page. */
  get piece(): Shown['texts'][number] {
    return this.hasExemplars ? (shows) => this.shown(shows) : this.text;
  }

  shown(shows: Shows): Buffer {
    const { exemplars, text } = this;
    if (shows === 'samples' || exemplars === undefined) return text;
    return Buffer.from(withExemplars(text.toString(), exemplars));
  }

  /** As it would be pushed again. */
  get commented(): Buffer {
    const { exemplars, text } = this;
    return exemplars === undefined ? text : Buffer.from(withComments(text.toString(), exemplars));
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

/** Of no later time than its push. */
function keepable({ labels, timestamp, ...rest }: Placed, pushedAt: number): Placed {
  const copied = labels.map(([name, value]) => [detached(name), detached(value)] as const);
  return { ...rest, labels: copied, timestamp: Math.min(timestamp, pushedAt) };
}

/** A copy that shares no memory with the body it was cut from, which would else live as long as it does. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}
