import { counter, upTo } from '@aura/metrics';
import fc from 'fast-check';
import { journalOf, sumsWith, type Sums } from '../fixtures/sums.js';
import type { AddedFamily } from './push.js';
import { encodePush, PUSHED } from './records.js';

const CATALOGUE = [
  counter({
    name: 'cuts_total',
    unit: 'count',
    help: 'Cuts.',
    labels: { user: upTo(4, 'three and other') },
  }),
];

type Command =
  | { readonly is: 'push'; readonly producer: string; readonly sums: readonly Sum[] }
  | { readonly is: 'expire'; readonly afterSeconds: number };

interface Sum {
  readonly name: 'cuts_total' | 'strange_total';
  readonly users: readonly string[];
  readonly expireAfterSeconds: number | undefined;
}

const PRODUCERS = ['w-11', 'w-12', 'w-13'] as const;
const users = fc.uniqueArray(fc.constantFrom('ann', 'bob', 'cid', 'dan', 'eve', 'other'), {
  minLength: 1,
  maxLength: 3,
});
const expireAfterSeconds = fc.constantFrom(undefined, undefined, 0, 3, 20);
const sums = fc.tuple(
  fc.record({ name: fc.constant('cuts_total' as const), users, expireAfterSeconds }),
  fc.record({ name: fc.constant('strange_total' as const), users, expireAfterSeconds }),
);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('push' as const),
      producer: fc.constantFrom(...PRODUCERS),
      sums: sums.chain((all) => fc.subarray([...all], { minLength: 1 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('expire' as const),
      afterSeconds: fc.integer({ min: 1, max: 9 }),
    }),
  },
);

const LIMITS = { series: 6, seriesPerFamily: 5, seriesPerProducer: 4, quarantined: 3 };

function world() {
  const held = sumsWith({ catalogue: CATALOGUE, unknown: 'quarantine', ...LIMITS });
  return { ...held, journal: journalOf(held) };
}

function bodyOf(command: Extract<Command, { is: 'push' }>, sequence: number) {
  const { producer } = command;
  const families = command.sums.map(({ name, users: named, expireAfterSeconds: after }) => ({
    ...{ name, type: 'counter' as const },
    ...(after === undefined ? {} : { expireAfterSeconds: after }),
    series: named.map((user) => ({ labels: { user }, value: 13 })),
  }));
  const added = families.map(({ series, ...rest }): AddedFamily => ({
    ...{ ...rest, help: undefined, mode: 'sum', bounds: [] },
    series: series.map(({ value }, i) => ({
      labels: [['user', series[i]?.labels.user ?? '']],
      values: [value],
    })),
  }));
  return {
    push: { producer, sequence, families: added },
    text: JSON.stringify({ producer, sequence, families }),
  };
}

/** Does as the intake and the sweep do, at a time of its own for each command; returns what would be replayed. */
function run({ adder, state }: Sums, commands: readonly Command[], from = 0): readonly Step[] {
  return commands.map((command, i): Step => {
    const at = from + i;
    const before = state();
    if (command.is === 'expire') {
      const stale = adder.stale(at, command.afterSeconds);
      return adder.forget(stale) === 0 ? unchanged(before, state()) : { forgot: stale };
    }
    const { push, text } = bodyOf(command, at + 1);
    const checked = adder.check(push, at);
    expect(state()).toEqual(before);
    const applied = adder.apply(push, at);
    if (applied.outcome === 'applied') {
      expect(checked).toBeUndefined();
      return { pushed: encodePush(text, at) };
    }
    expect(checked).toEqual(applied);
    return unchanged(before, state());
  });
}

type Step =
  | { readonly pushed: Uint8Array }
  | { readonly forgot: ReturnType<Sums['adder']['stale']> }
  | 'nothing';

function unchanged(before: unknown, after: unknown): Step {
  expect(after).toEqual(before);
  return 'nothing';
}

function replay({ adder, journal }: ReturnType<typeof world>, steps: readonly Step[]): void {
  for (const step of steps) {
    if (step === 'nothing') continue;
    if ('pushed' in step) journal.replay({ kind: PUSHED, body: step.pushed });
    else adder.forget(step.forgot);
  }
}

describe('sums with budgets, folding, expiry and quarantine', () => {
  it('are the same after a replay of what was applied, and a refused push changes nothing', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const [live, again] = [world(), world()];
        replay(again, run(live, commands));
        expect(again.state()).toEqual(live.state());
      }),
      { numRuns: 80 },
    );
  });

  it('go on from a snapshot as if there had been none', () => {
    const halves = fc.tuple(
      fc.array(command, { maxLength: 15 }),
      fc.array(command, { maxLength: 15 }),
    );
    fc.assert(
      fc.property(halves, ([first, second]) => {
        const [live, again] = [world(), world()];
        run(live, first);
        for (const record of live.journal.dump()) again.journal.replay(record());
        expect(again.state()).toEqual(live.state());
        run(live, second, first.length);
        run(again, second, first.length);
        expect(again.state()).toEqual(live.state());
      }),
      { numRuns: 80 },
    );
  });

  it('hold no more than each budget, and no more values of a label than its ceiling', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const held = world();
        run(held, commands);
        const { totals, quarantine, budgets } = held;
        const families = [...totals.glimpses()].map(({ series }) => series);
        const opened = PRODUCERS.map((name) => budgets.openedBy(name));
        expect([
          totals.held.series <= 4,
          quarantine.series <= LIMITS.quarantined,
          Math.max(0, ...families) <= LIMITS.seriesPerFamily,
          Math.max(...opened) <= LIMITS.seriesPerProducer,
        ]).toEqual([true, true, true, true]);
      }),
      { numRuns: 80 },
    );
  });
});
