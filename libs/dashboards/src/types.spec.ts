import { http, queue } from '@aura/metrics';
import { now, sumBy } from '@aura/metrics/promql';
import { series, timeseries } from './draw.js';
import { variable } from './variable.js';

/* Each marked line must fail to compile; `tsc` reports a directive that no longer hides an error. */
export function refused(): readonly unknown[] {
  const byQueue = variable({ title: 'Queue', metric: queue.jobs, label: 'queue' });
  const jobs = series(sumBy(now(queue.jobs), 'queue'), ($) => $.queue);
  const ages = series(sumBy(now(queue.oldestWaitingAge), 'queue'), ($) => $.queue);
  return [
    // @ts-expect-error not a label of the metric
    variable({ title: 'Theme', metric: queue.jobs, label: 'theme' }),
    // @ts-expect-error the choice of a queue is no state
    now(queue.jobs, { state: byQueue.matcher }),
    // @ts-expect-error the metric has no such label
    now(http.inFlight, { queue: byQueue.matcher }),
    // @ts-expect-error a legend names labels that the vector keeps
    series(sumBy(now(queue.jobs), 'queue'), ({ state }) => String(state)),
    // @ts-expect-error one panel has one unit
    timeseries({ title: 'Mixed', help: 'Jobs and seconds.', of: [jobs, ages] }),
  ];
}

it('gives a variable the name of its label, and queries what follows the choice', () => {
  const theme = variable({ title: 'Queue', metric: queue.jobs, label: 'queue' });
  expect([theme.series, theme.label, now(queue.jobs, { queue: theme.matcher }).promql]).toEqual([
    'queue_jobs',
    'queue',
    'queue_jobs{queue=~"$queue"}',
  ]);
});
