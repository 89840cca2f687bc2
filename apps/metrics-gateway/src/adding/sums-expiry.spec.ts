import { bind } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { Registry } from 'prom-client';
import { sumsWith, type Sums } from '../fixtures/sums.js';
import { OpenJournal } from '../journal/fixtures/open.js';
import { SumsExpiry } from './sums-expiry.js';

function world(afterSeconds: number | undefined) {
  const sums = sumsWith();
  const journal = new OpenJournal();
  const registry = new Registry();
  const expired = bind(registry, gateway.seriesExpired);
  const expiry = new SumsExpiry({ adder: sums.adder, journal, expired, afterSeconds });
  const count = async () =>
    (await registry.getSingleMetric(gateway.seriesExpired.name)?.get())?.values[0]?.value;
  return { ...sums, journal, expiry, count };
}

interface Pushed {
  readonly name: string;
  readonly user: string;
  readonly sequence: number;
  readonly expireAfterSeconds?: number;
}

function push({ adder }: Sums, { user, sequence, ...rest }: Pushed, nowSeconds: number): void {
  const series = [{ labels: [['user', user] as const], values: [13] }];
  const head = { type: 'counter', help: undefined, mode: 'sum', bounds: [] } as const;
  adder.apply({ producer: 'w', sequence, families: [{ ...head, ...rest, series }] }, nowSeconds);
}

function shown({ totals }: Sums): readonly string[] {
  return totals
    .saved()
    .flatMap(({ name, series }) =>
      series.map(({ labels, values }) => `${name} ${String(labels[0]?.[1])} ${String(values[0])}`),
    );
}

describe('sums', () => {
  it('expire as their family says, or as the gateway says, and never at 0', async () => {
    const sums = world(100);
    push(sums, { name: 'a_total', user: 'ann', sequence: 1 }, 1_000);
    push(sums, { name: 'b_total', user: 'ann', sequence: 2, expireAfterSeconds: 17 }, 1_000);
    push(sums, { name: 'c_total', user: 'ann', sequence: 3, expireAfterSeconds: 0 }, 1_000);
    const left: (readonly string[])[] = [];
    for (const now of [1_016, 1_017, 1_099, 1_100]) {
      await sums.expiry.expire(now);
      left.push(shown(sums).map((text) => text.slice(0, 1)));
    }
    expect([left, await sums.count()]).toEqual([
      [['a', 'b', 'c'], ['a', 'c'], ['a', 'c'], ['c']],
      2,
    ]);
  });

  it('stay while they are pushed to, and start at the increment when they come back', async () => {
    const sums = world(10);
    push(sums, { name: 'a_total', user: 'ann', sequence: 1 }, 1_000);
    push(sums, { name: 'a_total', user: 'bob', sequence: 2 }, 1_000);
    push(sums, { name: 'a_total', user: 'bob', sequence: 3 }, 1_009);
    await sums.expiry.expire(1_010);
    const before = shown(sums);
    push(sums, { name: 'a_total', user: 'ann', sequence: 4 }, 1_011);
    expect([before, shown(sums)]).toEqual([
      ['a_total bob 26'],
      ['a_total bob 26', 'a_total ann 13'],
    ]);
  });

  it('are gone after a replay too, whatever the setting is by then', async () => {
    const [sums, again] = [world(10), world(undefined)];
    for (const one of [sums, again])
      push(one, { name: 'a_total', user: 'ann', sequence: 1 }, 1_000);
    await sums.expiry.expire(1_009);
    await sums.expiry.expire(1_010);
    for (const record of sums.journal.records) again.journal.replay(record);
    expect([sums.journal.records.length, again.state(), shown(again)]).toEqual([
      1,
      sums.state(),
      [],
    ]);
  });
});
