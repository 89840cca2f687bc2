import { optimization } from '@aura/metrics';
import { OpenJournal } from '../journal/fixtures/open.js';
import type { Effect } from './effect.js';
import { Events } from './events.js';
import { EventTaker } from './taker.js';

const REFUSED = { outcome: 'unfit', because: 'conflict', reason: 'a group has it' } as const;

function world() {
  const adder = {
    /** Takes nothing that holds failures. */
    take: (families: readonly { readonly name: string }[]) =>
      families.some(({ name }) => name === optimization.failures.name) ? REFUSED : ([] as const),
  };
  const events = new Events(adder, { ids: 13, flights: 13, flightSeconds: 60 });
  const journal = new OpenJournal();
  const taker = new EventTaker(events, journal);
  const keysKept = (): readonly (readonly string[])[] =>
    journal.records.map(({ body }) =>
      [
        ...Buffer.from(body)
          .toString()
          .matchAll(/"key":"(\w+)"/g),
      ].map(([, key = '']) => key),
    );
  return { taker, journal, keysKept };
}

const labels = { optimization_type: 'video', level: 'fast' };
const run = (key: string): Effect => ({
  ...{ key, atSeconds: 11 },
  movements: [{ metric: optimization.runs, does: 'add', labels, value: 1 }],
});
const failure = (key: string): Effect => ({
  ...{ key, atSeconds: 11 },
  movements: [{ metric: optimization.failures, does: 'add', labels, value: 1 }],
});
const APPLIED = { outcome: 'applied' };
const DUPLICATE = { outcome: 'duplicate' };

describe('the events of one body', () => {
  it('are one record, without those that were told before', async () => {
    const { taker, keysKept } = world();
    const first = await taker.take([run('a'), run('b'), run('a')], 17);
    const second = await taker.take([run('b'), run('c')], 19);
    const third = await taker.take([run('c')], 23);
    expect([first, second, third, keysKept()]).toEqual([
      [APPLIED, APPLIED, DUPLICATE],
      [DUPLICATE, APPLIED],
      [DUPLICATE],
      [['a', 'b', 'a'], ['c']],
    ]);
  });

  it('are a record each where one of them cannot be applied, and that one is none', async () => {
    const { taker, keysKept } = world();
    const taken = await taker.take([run('a'), failure('b'), run('c')], 17);
    const alone = await taker.take([failure('b')], 19);
    expect([taken, alone, keysKept()]).toEqual([
      [APPLIED, REFUSED, APPLIED],
      [REFUSED],
      [['a'], ['c']],
    ]);
  });

  it('are not taken when the disk is full, and may be sent again', async () => {
    const { taker, journal } = world();
    journal.failure = 'full';
    const full = await taker.take([run('a'), run('b')], 17);
    journal.failure = undefined;
    const unwritten = { outcome: 'unwritten', reason: 'full' };
    expect([full, await taker.take([run('a'), run('b')], 19)]).toEqual([
      [unwritten, unwritten],
      [APPLIED, APPLIED],
    ]);
  });
});
