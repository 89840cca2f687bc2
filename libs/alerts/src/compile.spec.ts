import { http, queue } from '@aura/metrics';
import { above, maxBy, now, rate, sumBy } from '@aura/metrics/promql';
import { alert } from './alert.js';

const story = { world: [], calm: 1, alarming: 2, whenAbsent: 'silent' } as const;
const rest = { severity: 'ticket', component: 'queue', for: '1m', description: () => '' } as const;
const told = { summary: () => '', story: { ...story, labels: { queue: 'render' } } } as const;
const waiting = above(maxBy(now(queue.jobs), 'queue'), { value: 1, unit: 'count' });

/* Each marked line must fail to compile; `tsc` reports a directive that no longer hides an error. */
export function refused(): readonly unknown[] {
  return [
    alert({
      name: 'Text',
      ...rest,
      when: waiting,
      // @ts-expect-error the text names a label that the aggregation dropped
      summary: ({ labels }) => String(labels.state),
      story: { ...story, labels: { queue: 'render' } },
    }),
    alert({
      name: 'Story',
      ...rest,
      when: waiting,
      summary: () => '',
      // @ts-expect-error the story expects a label that the alert does not carry
      story: { ...story, labels: { state: 'active' } },
    }),
    // @ts-expect-error an alert's name is capitalised
    alert({ name: 'lower', ...rest, ...told, when: waiting }),
    above(
      sumBy(rate(http.requests, '5m')),
      // @ts-expect-error jobs are not requests per second
      { value: 1, unit: 'count' },
    ),
  ];
}

it('prints what Prometheus will print, so that a story can compare whole texts', () => {
  const made = alert({
    name: 'Backlog',
    ...rest,
    when: waiting,
    summary: ({ labels, value, limit }) => `${value} in ${labels.queue}, over ${limit}`,
    story: { ...story, alarming: 1234.56, labels: { queue: 'render' } },
  });
  expect([
    made.annotations.summary,
    'byHand' in made.story ? '' : made.story.annotations.summary,
  ]).toEqual([
    '{{ $value | humanize }} in {{ $labels.queue }}, over 1',
    '1.235k in render, over 1',
  ]);
});
