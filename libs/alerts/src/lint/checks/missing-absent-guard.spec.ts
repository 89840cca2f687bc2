import { alertWith, ask, recordingOf } from '../fixtures/ask.js';
import { missingAbsentGuard } from './missing-absent-guard.js';

const page = { labels: { severity: 'page' } } as const;
const PUSHED = 'time() - storage_sweep_last_success_timestamp_seconds > 1100';

const remedies = (expr: string, ...others: readonly string[]): readonly string[] =>
  ask(
    missingAbsentGuard,
    alertWith({ expr, ...page }),
    recordingOf('node:available', 'min(node_memory_MemAvailable_bytes)'),
    ...others.map((other) => alertWith({ expr: other, name: 'Other' })),
  ).map(({ severity, remedy }) => `${severity}: ${remedy}`);

describe('missing-absent-guard', () => {
  it.each([
    ['min(up{job="node"}) < 1', 'up{job="node"}'],
    ['min(up{job="aplication"}) < 1', 'up{job="application"}'],
    ['up{job="nod",instance="a"} < 1', 'up{job="node",instance="a"}'],
    ['up{job="eleven"} < 1', 'up{job="eleven"}'],
    ['pg_up < 1', 'pg_up'],
    ['probe_success == 0', 'probe_success'],
    ['node:available < 1000', 'node:available'],
    [PUSHED, 'storage_sweep_last_success_timestamp_seconds'],
  ])('warns that %j is blind when its series end', (expr, name) => {
    expect(remedies(expr)).toEqual([
      `warning: add "or absent(${name})", or an alert on absent(${name})`,
    ]);
  });

  it.each([
    ['min(up{job="node"}) < 1 or absent(up{job="node"})', []],
    ['min(up{job="node"}) < 1', ['absent(up{job="node"})']],
    ['min(up{job=~"node|postgres"}) < 1', ['absent(up{job="postgres"})']],
    ['up < 1', []],
    ['pg_up < 1', ['min by (job) (up) < 1']],
    ['pg_up < 1', ['up{job="postgres"} == 0']],
    ['pg_up < 1', ['up{job!="application"} == 0']],
    ['pg_up < 1', ['absent_over_time(pg_up[5m])']],
    ['node:available < 1000', ['up{job="node"} == 0']],
    [PUSHED, ['absent(storage_sweep_last_success_timestamp_seconds)']],
    [`(${PUSHED}) or vector(1)`, []],
    ['queue_workers < 1', []],
  ])('is content with %j beside %j', (expr, others) => {
    expect(remedies(expr, ...others)).toEqual([]);
  });

  it.each([
    ['min(up{job="node"}) < 1', 'absent(up{job="postgres"})'],
    ['pg_up < 1', 'up{job="node"} == 0'],
    [PUSHED, 'up == 0'],
  ])('does not take for %j the guard of another: %j', (expr, other) => {
    expect(remedies(expr, other)).toHaveLength(1);
  });

  it('lets a ticket wait', () => {
    expect(ask(missingAbsentGuard, alertWith({ expr: 'pg_up < 1' }))).toEqual([]);
  });
});
