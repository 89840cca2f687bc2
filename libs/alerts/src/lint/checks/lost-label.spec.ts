import { alertWith, ask, recordingOf } from '../fixtures/ask.js';
import { lostLabel } from './lost-label.js';

const told = (expr: string, summary: string, labels = {}): readonly unknown[] =>
  ask(
    lostLabel,
    alertWith({ expr, annotations: { summary }, labels: { severity: 'page', ...labels } }),
    recordingOf('queue:jobs:sum', 'sum by (queue) (queue_jobs)'),
  ).map(({ severity, remedy, at, field }) => [
    severity,
    summary.slice(...(at ?? [])),
    remedy,
    field,
  ]);

describe('lost-label', () => {
  it.each([
    ['sum(queue_jobs) > 1', '$labels.queue', 'keep it, as in sum by (queue) (…)'],
    ['queue:jobs:sum > 1', '$labels.state', 'keep it, as in sum by (state) (…), or name queue'],
    ['sum by (queue) (queue_jobs) > 1', '$labels.queu', 'write $labels.queue'],
    [
      'sum(queue_jobs) > 1',
      '$labels.severity',
      '$labels holds none of the rule\'s own labels: write "page" out',
    ],
    [
      'topk(3, sum without (job) (queue_jobs)) > 1',
      '$labels.job',
      'keep it, as in sum by (job) (…), or name queue, state or instance',
    ],
    [
      'queue_jobs > on (queue) queue_workers',
      '$labels.state',
      'keep it, as in sum by (state) (…), or name queue',
    ],
    [
      'absent(up{job="node"})',
      '$labels.instance',
      'keep it, as in sum by (instance) (…), or name job',
    ],
  ])('finds the hole that %j leaves for %j', (expr, used, remedy) => {
    expect(told(expr, `about {{ ${used} }}`)).toEqual([
      ['error', used, remedy, 'annotations.summary'],
    ]);
  });

  it('reads index, and texts of labels', () => {
    expect(told('sum(up) < 1', '{{ index $labels "job" }}')).toHaveLength(1);
    expect(told('sum(up) < 1', '', { team: '{{ $labels.job }}' })).toHaveLength(1);
  });

  it('warns where only one side of "or" has the label, unless the text asks first', () => {
    const expr = 'min by (job) (up) < 1 or absent(up)';
    expect(told(expr, '{{ $labels.job }}')).toEqual([
      [
        'warning',
        '$labels.job',
        'keep it, as in sum by (job) (…), on every side',
        'annotations.summary',
      ],
    ]);
    expect(told(expr, '{{ if $labels.job }}{{ $labels.job }}{{ end }}')).toEqual([]);
  });

  it.each([
    ['queue_jobs > 1', '{{ $labels.queue }} {{ $labels.instance }}'],
    ['sum by (queue) (queue_jobs) > 1', '{{ $labels.queue }} {{ $value }}'],
    ['not_ours > 1', '{{ $labels.anything }}'],
    ['up{job="my-service",namespace="prod"} < 1', '{{ $labels.namespace }}'],
    ['absent(up{job="node"})', '{{ $labels.job }}'],
    [
      'queue_jobs * on (queue) group_left () sum by (queue) (queue_workers) > 1',
      '{{ $labels.state }}',
    ],
    ['sum(up) < 1', '{{ $labels.job'],
    ['sum(', '{{ $labels.job }}'],
  ])('finds nothing in %j with %j', (expr, summary) => {
    expect(told(expr, summary)).toEqual([]);
  });
});
