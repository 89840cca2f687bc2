import fc from 'fast-check';
import type { Adder } from '../adding/adder.js';
import type { AddedFamily } from '../adding/push.js';
import type { Effect } from './effect.js';
import { Events } from './events.js';
import { differentEvents, type SentEvent } from './fixtures/arbitrary.js';
import { readEvent } from './read.js';

const NOW = 1_795_370_000;
const LIMITS = { ids: 10_000, flights: 10_000, flightSeconds: 60 };

/** Sums as an adder keeps them, in one table of numbers. */
class Table {
  readonly numbers = new Map<string, number>();
  isFull = false;

  take(families: readonly AddedFamily[]): ReturnType<Adder['take']> {
    if (this.isFull) return { outcome: 'unfit', because: 'conflict', reason: 'a test says so' };
    for (const { name, mode, series } of families) {
      for (const { labels, values } of series) {
        for (const [i, value] of values.entries()) {
          const key = `${name} ${JSON.stringify(labels)} ${String(i)}`;
          const before = mode === 'last' ? 0 : (this.numbers.get(key) ?? 0);
          this.numbers.set(key, before + value);
        }
      }
    }
    return [];
  }
}

function world() {
  const table = new Table();
  const events = new Events(table, LIMITS);
  return { table, events };
}

function effectOf(event: SentEvent): Effect {
  const read = readEvent(event, { nowSeconds: NOW, hasExtensions: false });
  if (!read.ok) throw new Error(read.said);
  return read.effect;
}

const sorted = ({ numbers }: Table): unknown => [...numbers].sort(([a], [b]) => (a < b ? -1 : 1));

interface Sending {
  readonly events: readonly SentEvent[];
  /** All of them at least once, in any order, cut into bodies anywhere. */
  readonly bodies: readonly (readonly SentEvent[])[];
}

const sendings: fc.Arbitrary<Sending> = differentEvents(25).chain((events) => {
  const again = events.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...events));
  return again
    .chain((twice) =>
      fc.shuffledSubarray([...events, ...twice], { minLength: events.length + twice.length }),
    )
    .chain((sent) => fc.array(fc.nat(sent.length)).map((cuts) => cutAt(sent, cuts)))
    .map((bodies) => ({ events, bodies }));
});

function cutAt<T>(all: readonly T[], cuts: readonly number[]): readonly (readonly T[])[] {
  const at = [0, ...[...cuts].sort((a, b) => a - b), all.length];
  return at.slice(1).map((end, i) => all.slice(at[i], end));
}

describe('events', () => {
  it('come to the same numbers in any order, in any bodies, however often each comes', () => {
    fc.assert(
      fc.property(sendings, ({ events, bodies }) => {
        const [once, often] = [world(), world()];
        for (const event of events) once.events.apply([effectOf(event)], NOW);
        let applied = 0;
        for (const body of bodies) {
          const taken = often.events.apply(body.map(effectOf), NOW);
          if (taken.outcome === 'taken') applied += taken.fresh.filter(Boolean).length;
        }
        expect([sorted(often.table), applied]).toEqual([sorted(once.table), events.length]);
      }),
      { numRuns: 300 },
    );
  });

  it('never say that less than nothing is in flight', () => {
    fc.assert(
      fc.property(sendings, ({ bodies }) => {
        const { table, events } = world();
        for (const body of bodies) {
          events.apply(body.map(effectOf), NOW);
          for (const [key, value] of table.numbers) {
            if (key.startsWith('video_generations_in_flight'))
              expect(value).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('change nothing when they are refused, and count when they come again', () => {
    fc.assert(
      fc.property(sendings, ({ events, bodies }) => {
        const [once, again] = [world(), world()];
        for (const event of events) once.events.apply([effectOf(event)], NOW);
        for (const isFull of [true, false]) {
          again.table.isFull = isFull;
          for (const body of bodies) again.events.apply(body.map(effectOf), NOW);
          if (isFull) expect(sorted(again.table)).toEqual([]);
        }
        expect(sorted(again.table)).toEqual(sorted(once.table));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['in one body', [[NOW, 11, 12, 13, 14, 15, 16]]],
    ['at the same moment', [11, 12, 13, 14, 15, 16].map((freed) => [NOW, freed])],
    ['while the clock goes back', [11, 12, 13, 14, 15, 16].map((freed) => [NOW - freed, freed])],
  ])(
    'that do not say when they were set a gauge in the order in which they come, %s',
    (_, sent) => {
      const { table, events } = world();
      for (const [at = NOW, ...freed] of sent) {
        const body = freed.map((freedBytes) => sweptAt(at, freedBytes));
        events.apply(body, at);
      }
      const set = [...table.numbers].filter(([key]) => key.includes('freed'));
      expect(set.map(([, value]) => value)).toEqual([16]);
    },
  );
});

function sweptAt(nowSeconds: number, freedBytes: number): Effect {
  const event = {
    ...{ id: `e-${String(freedBytes)}`, source: '/sweep', type: 'storage.sweep.finished' },
    data: { seconds: 1.5, freedBytes },
  };
  const read = readEvent(event, { nowSeconds, hasExtensions: false });
  if (!read.ok) throw new Error(read.said);
  return read.effect;
}
