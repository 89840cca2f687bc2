import { createLog } from '@aura/service';
import { Registry } from 'prom-client';
import { sumsWith } from '../fixtures/sums.js';
import { PushStore } from '../groups/store.js';
import { Outcomes } from '../outcomes.js';
import { read } from './reading.js';

describe('what the page reads', () => {
  it('counts of what a producer opened what lies in quarantine, as its budget does', async () => {
    const sums = sumsWith({ unknown: 'quarantine' });
    const series = ['11', '12', '13'].map((n) => ({ labels: [['n', n] as const], values: [1] }));
    const family = { name: 'strange_total', type: 'counter', help: undefined } as const;
    const families = [{ ...family, mode: 'sum', bounds: [], series } as const];
    sums.adder.apply({ producer: 'w-17', sequence: 1, families }, 19);
    const store = new PushStore({ groups: 1, series: 1, bytes: 1 });
    const log = createLog('test', { level: 'silent' });
    const outcomes = new Outcomes(new Registry(), log, () => 19);
    const { producers } = await read({ ...sums, store, outcomes });
    expect(producers.map(({ name, series: opened }) => [name, opened])).toEqual([['w-17', 3]]);
  });
});
