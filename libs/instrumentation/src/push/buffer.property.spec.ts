import fc from 'fast-check';
import { PushBuffer, type Batch, type FamilyText } from './buffer.js';

const BOUNDS = { maxBufferedBytes: 97, maxBatchBytes: 41 };

type Step =
  | { readonly kind: 'offer'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'settle'; readonly fate: 'delivered' | 'superseded' | 'dropped' }
  | { readonly kind: 'drop-all' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('offer' as const),
        name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        bytes: fc.integer({ min: 1, max: 47 }),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'cut' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        fate: fc.constantFrom('delivered' as const, 'superseded' as const, 'dropped' as const),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'drop-all' as const }) },
  ),
  { maxLength: 120 },
);

/** Plays the steps and keeps books of its own: each text offered is of a snapshot of its own. */
class Play {
  readonly buffer = new PushBuffer(BOUNDS);
  readonly fates = new Map<number, string[]>();
  readonly delivered: FamilyText[] = [];
  private batch: Batch | undefined;
  private offered = 0;

  take(step: Step): void {
    switch (step.kind) {
      case 'offer':
        this.offer(step.name, step.bytes);
        break;
      case 'cut':
        this.batch = this.buffer.cut() ?? this.batch;
        break;
      case 'settle':
        this.settle(step.fate);
        break;
      case 'drop-all':
        this.end(this.buffer.dropAll(), 'dropped');
        break;
    }
  }

  get held(): number {
    const { offered, delivered, superseded, dropped } = this.buffer.tally;
    return offered - delivered - superseded - dropped;
  }

  private offer(name: string, bytes: number): void {
    this.offered += 1;
    const family = { name, text: name.repeat(bytes), snapshot: this.offered };
    if (this.buffer.offer(family).kind === 'dropped') this.end([family], 'dropped');
  }

  private settle(fate: 'delivered' | 'superseded' | 'dropped'): void {
    if (this.batch === undefined || !this.buffer.settle(this.batch, fate)) return;
    this.end(this.batch.families, fate);
    if (fate === 'delivered') this.delivered.push(...this.batch.families);
  }

  private end(families: readonly FamilyText[], fate: string): void {
    for (const { snapshot } of families) {
      this.fates.set(snapshot, [...(this.fates.get(snapshot) ?? []), fate]);
    }
  }
}

function playThrough(all: readonly Step[], check: (play: Play) => void): Play {
  const play = new Play();
  for (const step of all) {
    play.take(step);
    check(play);
  }
  return play;
}

describe('the buffer of a push client, whatever happens to it', () => {
  it('never holds more bytes than it may, nor gives out a batch beyond its size', () => {
    fc.assert(
      fc.property(steps, (all) => {
        playThrough(all, ({ buffer }) => {
          expect(buffer.bytes).toBeLessThanOrEqual(BOUNDS.maxBufferedBytes);
          expect(buffer.bytes).toBeGreaterThanOrEqual(0);
        });
        const play = playThrough(all, () => undefined);
        for (let batch = play.buffer.cut(); batch !== undefined; batch = play.buffer.cut()) {
          expect(batch.families.length).toBeGreaterThan(0);
          expect(batch.bytes).toBeLessThanOrEqual(BOUNDS.maxBatchBytes);
          play.buffer.settle(batch, 'delivered');
        }
      }),
    );
  });

  it('gives each text one fate: nothing is both delivered and dropped, nothing is unaccounted for', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const play = playThrough(all, ({ buffer, held }) => {
          expect(held > 0).toBe(!buffer.isEmpty);
          expect(held > 0).toBe(buffer.bytes > 0);
        });
        expect([...play.fates.values()].filter((fates) => fates.length > 1)).toEqual([]);
      }),
    );
  });

  it('delivers no older text of a family after a newer one', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { delivered } = playThrough(all, () => undefined);
        const newest = new Map<string, number>();
        for (const { name, snapshot } of delivered) {
          expect(snapshot).toBeGreaterThan(newest.get(name) ?? 0);
          newest.set(name, snapshot);
        }
      }),
    );
  });

  it('gives out every family in turn, though all are renewed before each batch', () => {
    const families = fc.uniqueArray(
      fc.record({ name: fc.string(), bytes: fc.integer({ min: 1, max: 41 }) }),
      { selector: ({ name }) => name, maxLength: 13 },
    );
    fc.assert(
      fc.property(families, (all) => {
        const buffer = new PushBuffer({ ...BOUNDS, maxBufferedBytes: 1_000 });
        const heard = new Set<string>();
        for (const round of all.keys()) {
          for (const { name, bytes } of all) {
            buffer.offer({ name, text: 'x'.repeat(bytes), snapshot: round });
          }
          const batch = buffer.cut();
          if (batch === undefined) throw new Error('nothing to cut');
          for (const { name } of batch.families) heard.add(name);
          buffer.settle(batch, 'delivered');
        }
        expect(heard.size).toBe(all.length);
      }),
    );
  });
});
