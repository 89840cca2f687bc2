import { createLog } from '@aura/service';
import { counter, upTo } from '@aura/metrics';
import { MemoryJournal } from '../journal/journal.js';
import { sumsWith } from '../fixtures/sums.js';
import type { AddedFamily } from './push.js';
import { encodePush, PUSHED, registerAdded } from './records.js';

const CUTS = counter({
  name: 'cuts_total',
  unit: 'count',
  help: 'Cuts.',
  labels: { user: upTo(2, 'one and other') },
});

/** A journal whose kinds a test replays and dumps by hand. */
class Kinds extends MemoryJournal {
  replay(name: string, body: Uint8Array): void {
    const kind = this.kinds.get(name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    kind.replay(body);
  }

  /** What a snapshot would hold, written only when it is asked for. */
  dump(): readonly (readonly [name: string, body: () => Uint8Array])[] {
    return [...this.kinds.values()].flatMap((kind) =>
      kind.dump().map((body) => [kind.name, body] as const),
    );
  }
}

function world(choice: Parameters<typeof sumsWith>[0] = {}) {
  const sums = sumsWith({ catalogue: [CUTS], ...choice });
  const { adder, totals, quarantine, producers, state } = sums;
  const journal = new Kinds();
  const log = createLog('test', { level: 'silent' });
  registerAdded(journal, { adder, sums: [totals, quarantine.sums], producers, log });
  return { ...sums, journal, state };
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
    for (const [name, body] of dump) again.journal.replay(name, body());
    expect(again.state()).toEqual(before);
    const folded = { producer: 'w-3', sequence: 1, families: [cutsBy('bob')] };
    expect(again.adder.apply(folded, 19)).toMatchObject({ families: [{ folded: 1, opened: 1 }] });
  });

  it('bring back a push as it came, and once', () => {
    const { journal, state } = world();
    const series = [{ labels: { user: 'ann' }, value: 13 }];
    const families = [{ name: 'cuts_total', type: 'counter', help: 'C.', series }];
    const text = JSON.stringify({ producer: 'w-1', sequence: 1, families });
    journal.replay(PUSHED, encodePush(text, 17));
    journal.replay(PUSHED, encodePush(text, 18));
    const applied = world();
    applied.adder.apply({ producer: 'w-1', sequence: 1, families: [cutsBy('ann')] }, 17);
    expect(state()).toEqual(applied.state());
  });
});
