import { queue } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import { comparisonsOf } from './comparisons.js';
import { variable } from './variable.js';
import { following, orNone, watch, worldOf } from './watch.js';

it.each([
  ['a > 11', [['a', '>', 11]]],
  ['(a / b > 11) and on () (c > 12)', [['a / b', '>', 11]]],
  [
    '(a < 11) or (b < 12)',
    [
      ['a', '<', 11],
      ['b', '<', 12],
    ],
  ],
  ['(a < 11) or absent(a)', [['a', '<', 11]]],
  ['(a < 11 > 12) unless on () (b < 13)', [['a < 11', '>', 12]]],
  ['vector(1)', []],
])('reads out of %s what it compares', (promql, expected) => {
  const found = comparisonsOf(promql).map(({ promql: text, operator, limit }) => [
    text,
    operator,
    limit,
  ]);
  expect(found).toEqual(expected);
});

it('refuses a panel that shows an alert in another unit, or one that does not exist', () => {
  const world = worldOf(DEFAULTS);
  expect(() => watch(world, 'count', { HighErrorRate: 'failed' })).toThrow(
    'alert HighErrorRate has its limit at 10%, and a panel draws it as 0.1',
  );
  expect(() => watch(world, 'ratio', { HighErrorRates: 'failed' })).toThrow('which is none');
});

it('narrows what an alert compares to what is chosen, and leaves its limit', () => {
  const watched = watch(worldOf(DEFAULTS), 'count', { QueueBacklog: '{{queue}}' });
  const chosen = variable({ title: 'Queue', metric: queue.jobs, label: 'queue' });
  const { promql, legend } = watched.of[0];
  expect(following(watched, chosen)).toEqual({
    ...watched,
    of: [
      { promql: `(${promql}) and on (queue) (queue_jobs{queue=~"$queue"})`, legend, unit: 'count' },
    ],
  });
});

it('draws zero out of what was counted, where nothing of it was bad', () => {
  const world = worldOf(DEFAULTS);
  const watched = watch(world, 'ratio', { HighErrorRate: 'failed' });
  const events = world.recording('slo:api_availability_events:rate1h', 'count/s');
  const [{ promql }] = orNone(watched, () => events).of;
  expect(promql).toBe(
    `(${watched.of[0].promql}) or (((slo:api_availability_events:rate1h) > 0) * 0)`,
  );
});
