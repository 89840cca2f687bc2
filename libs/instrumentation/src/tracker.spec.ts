import { counter, histogram, upTo } from '@aura/metrics';
import { Registry } from 'prom-client';
import { DROPPED_UPDATE } from './misuse.js';
import { tracked } from './tracked.js';

const visits = counter({
  name: 'shop_visits_total',
  unit: 'count',
  help: 'Visits of a shop.',
  labels: { shop: upTo(300, 'the shops of this spec') },
});
const stay = histogram({
  name: 'shop_stay_seconds',
  unit: 'seconds',
  help: 'Time spent in any shop.',
  labels: {},
  buckets: [11],
});

function world() {
  const registry = new Registry();
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  return { registry, warn };
}

/** The lines of a scrape that a pattern fits. */
async function counted(registry: Registry, pattern: RegExp): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => pattern.test(line));
}

describe('a tracker that cannot count', () => {
  it('warns once of a selector that throws, whatever its errors say', () => {
    const { registry, warn } = world();
    const shop = (id: number): string => {
      throw new Error(`no shop ${String(id)}`);
    };
    const visit = tracked({ calls: visits, labels: { shop }, registry }, (id: number) => id);
    const seen = Array.from({ length: 113 }, (_, id) => visit(id));
    expect([seen.length, warn.mock.calls]).toEqual([
      113,
      [
        [
          'tracking an unnamed function: the selector of shop threw: no shop 0; the update is dropped',
          DROPPED_UPDATE,
        ],
      ],
    ]);
  });

  it('warns once of a registry that nobody can choose, and of a name that is taken', () => {
    const { registry, warn } = world();
    tracked({ calls: visits, labels: { shop: 's11' }, registry }, () => 11)();
    const other = { ...visits, help: 'Visits of another definition.' };
    const taken = tracked({ calls: other, labels: { shop: 's11' }, registry }, () => 12);
    let asked = 0;
    const choose = (): Registry => {
      asked += 1;
      throw new Error(`none, asked ${String(asked)} times`);
    };
    const lost = tracked({ calls: visits, labels: { shop: 's11' }, registry: choose }, () => 13);
    expect([taken(), taken(), lost(), lost()]).toEqual([12, 12, 13, 13]);
    expect(warn.mock.calls.map(([text]) => String(text).split(':').slice(0, 3).join(':'))).toEqual([
      'tracking an unnamed function: its metrics cannot be bound: cannot bind shop_visits_total',
      'tracking an unnamed function: its registry cannot be chosen: none, asked 1 times; the update is dropped',
    ]);
  });

  it('does its work where a selector throws what cannot be read', () => {
    const { registry, warn } = world();
    const shop = (): string => {
      throw Object.create(null) as Error; // JavaScript may throw anything
    };
    const visit = tracked({ calls: visits, labels: { shop }, registry }, () => 17);
    expect([visit(), warn.mock.calls.length]).toEqual([17, 1]);
  });
});

describe('a tracker that counts', () => {
  it('keeps no value that is too long for a label', async () => {
    const { registry } = world();
    const visit = tracked(
      { calls: visits, labels: { shop: (text: string) => text }, registry },
      (text: string) => text.length,
    );
    const remembered = jest.spyOn(Map.prototype, 'set');
    const [longest, tooLong] = ['b'.repeat(256), 'c'.repeat(257)];
    for (const text of [longest, tooLong, tooLong]) visit(text);
    const keys = remembered.mock.calls.map(([key]) => key as unknown);
    remembered.mockRestore();
    expect([keys.includes(longest), keys.includes(tooLong)]).toEqual([true, false]);
    expect(await counted(registry, /^shop_visits_total/)).toEqual([
      `shop_visits_total{shop="${longest}"} 1`,
      'shop_visits_total{shop="other"} 2',
    ]);
  });

  it('counts again in whichever of its metrics the registry lost', async () => {
    const { registry } = world();
    const visit = tracked(
      { calls: visits, duration: stay, labels: { shop: 's11' }, registry },
      () => 11,
    );
    visit();
    registry.removeSingleMetric(stay.name);
    visit();
    expect(await counted(registry, /^shop_visits_total|stay_seconds_count/)).toEqual([
      'shop_visits_total{shop="s11"} 2',
      'shop_stay_seconds_count 1',
    ]);
  });
});
