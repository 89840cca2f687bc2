import type { PartState } from '../control/state.js';
import { duration, overviewTable, statusTable } from './part-table.js';

const POSTGRES: PartState = {
  name: 'postgres',
  purpose: 'database',
  url: 'postgres://127.0.0.1:11/aura',
  phase: 'ready',
  restarts: 2,
  sinceMs: 1_000,
  process: { pid: 13, startTicks: '14' },
};
const MISSING: PartState = {
  name: 'prometheus',
  purpose: 'history',
  url: 'http://127.0.0.1:12/',
  phase: 'missing',
  restarts: 0,
};

const linesOf = (table: string): string[] => table.split('\n').map((line) => line.trimEnd());

describe('the tables', () => {
  it('line up, and hold no escape sequence where nobody can see colours', () => {
    expect(linesOf(overviewTable([POSTGRES, MISSING]))).toEqual([
      'part        state    url                           what it is for',
      'postgres    ready    postgres://127.0.0.1:11/aura  database',
      'prometheus  missing  http://127.0.0.1:12/          history',
    ]);
  });

  it('tell what a part costs and how it fared, and nothing of one that does not run', () => {
    const residentBytes = new Map([['postgres', 15 * 1024 * 1024]]);

    expect(linesOf(statusTable([POSTGRES, MISSING], { residentBytes, nowMs: 62_000 }))).toEqual([
      'part        state    pid  up     restarts  memory  url',
      'postgres    ready    13   1m 1s  2         15 MiB  postgres://127.0.0.1:11/aura',
      'prometheus  missing              0                 http://127.0.0.1:12/',
    ]);
  });
});

describe('duration', () => {
  it('gives the two largest units', () => {
    expect([0, 7_000, 306_000, 100_800_000].map(duration)).toEqual(['0s', '7s', '5m 6s', '1d 4h']);
  });
});
