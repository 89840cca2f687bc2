import { counter, upTo } from '@aura/metrics';
import { journalOf, sumsWith } from '../fixtures/sums.js';
import type { AddedFamily } from './push.js';
import { encodePush, PUSHED } from './records.js';

const CUTS = counter({
  name: 'cuts_total',
  unit: 'count',
  help: 'Cuts.',
  labels: { user: upTo(2, 'one and other') },
});

function world(choice: Parameters<typeof sumsWith>[0] = {}) {
  const sums = sumsWith({ catalogue: [CUTS], ...choice });
  return { ...sums, journal: journalOf(sums) };
}

function cutsBy(user: string): AddedFamily {
  const series = [{ labels: [['user', user] as const], values: [13] }];
  return { name: 'cuts_total', type: 'counter', help: 'C.', mode: 'sum', bounds: [], series };
}

const MANY: AddedFamily = {
  ...{ name: 'waits', type: 'histogram', help: undefined, mode: 'sum', bounds: [0.1, 7] },
  series: Array.from({ length: 1_100 }, (_, i) => ({
    labels: [['n', String(i)]],
    values: [i, i, 0.1, i],
  })),
};

describe('the records of increments', () => {
  it('bring back sums, producers and the values that have a series of their own', () => {
    const { adder, journal, state } = world();
    adder.apply({ producer: 'w-1', sequence: 3, families: [MANY, cutsBy('ann')] }, 17);
    const before = state();
    const dump = journal.dump();
    adder.apply({ producer: 'w-2', sequence: 1, families: [cutsBy('ann')] }, 19);
    const again = world();
    for (const record of dump) again.journal.replay(record());
    expect(again.state()).toEqual(before);
    const folded = { producer: 'w-3', sequence: 1, families: [cutsBy('bob')] };
    expect(again.adder.apply(folded, 19)).toMatchObject({ families: [{ folded: 1, opened: 1 }] });
  });

  it('bring back a push as it came, and once', () => {
    const { journal, state } = world();
    const series = [{ labels: { user: 'ann' }, value: 13 }];
    const families = [{ name: 'cuts_total', type: 'counter', help: 'C.', series }];
    const text = JSON.stringify({ producer: 'w-1', sequence: 1, families });
    for (const at of [17, 18]) journal.replay({ kind: PUSHED, body: encodePush(text, at) });
    const applied = world();
    applied.adder.apply({ producer: 'w-1', sequence: 1, families: [cutsBy('ann')] }, 17);
    expect(state()).toEqual(applied.state());
  });
});
