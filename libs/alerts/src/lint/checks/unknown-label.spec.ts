import { marks, recordingOf } from '../fixtures/ask.js';
import { unknownLabel } from './unknown-label.js';

describe('unknown-label', () => {
  it.each([
    ['queue_workers{queu="render"}', 'queu -> write queue'],
    [
      'http_requests_total{job=~"app.*",handler="a"}',
      'handler -> take method, endpoint, status, job or instance',
    ],
    ['up{namespace="prod"}', 'namespace -> take job or instance'],
    ['up{job="node",namespace="prod"}', 'namespace -> take job or instance'],
    ['storage_sweep_freed_bytes{job="mine",a="b"}', 'a -> take job or instance'],
    ['queue_workers{user="a"}', 'user -> take queue, job or instance'],
    ['sum by (stat) (queue_jobs)', 'stat -> write state'],
    ['sum without (stat) (queue_jobs)', 'stat -> write state'],
    ['sum by (theme) (sum by (queue) (queue_jobs))', 'theme -> take queue'],
    ['max by (queue) (sum(queue_jobs))', 'queue -> remove queue'],
    [
      'sum by (queue) (queue_jobs) / on (queu) sum by (queue) (queue_workers)',
      'queu -> write queue',
    ],
    [
      'sum by (queue) (queue_jobs) / ignoring (stat) sum by (queue) (queue_jobs)',
      'stat -> take queue',
    ],
    [
      'queue_jobs * on (queue) group_left (theme) sum by (queue) (queue_workers)',
      'theme -> take queue',
    ],
    [
      'sum by (le) (rate(http_requests_total[5m]))',
      'le -> take method, endpoint, status, job or instance',
    ],
  ])('finds the label that is not there in %j', (expr, found) => {
    expect(marks(unknownLabel, expr)).toEqual([found]);
  });

  it.each([
    'sum by (job, instance) (queue_workers{job="x",queue!=""})',
    'sum by (le) (rate(video_quality_score_bucket{theme="tech"}[5m]))',
    'sum without (le, instance, queue) (queue_jobs)',
    'sum by (anything) (not_ours{at="all"})',
    'sum by (kind) (label_replace(queue_jobs, "kind", "$1", "state", "(.*)"))',
    'sum by (v) (count_values("v", queue_workers))',
    'queue_workers{absent=""}',
    'http_requests_total{job="thanos-query",handler="query"}',
    'sum by (handler) (rate(http_requests_total{job=~".*thanos.*"}[5m]))',
    'storage_sweep_freed_bytes{job="storage-sweep"}',
    'up{job="my-service",namespace="prod"}',
    'sum by (namespace) (scrape_duration_seconds{job=~"my-.*"})',
    'queue_jobs * on (queue, job) group_left () max by (queue, job) (queue_workers)',
    'sum by (job) (absent(up{job="node"}))',
  ])('finds nothing in %j', (expr) => {
    expect(marks(unknownLabel, expr)).toEqual([]);
  });

  it('knows the labels that a recording keeps', () => {
    const recording = recordingOf('queue:jobs:sum', 'sum by (queue) (queue_jobs)');
    expect(marks(unknownLabel, 'queue:jobs:sum{queue="render"}', recording)).toEqual([]);
    expect(marks(unknownLabel, 'queue:jobs:sum{state="active"}', recording)).toEqual([
      'state -> take queue',
    ]);
  });

  it('takes no harm from recordings that lead round', () => {
    const others = [recordingOf('a:b:c', 'd:e:f + 1'), recordingOf('d:e:f', 'a:b:c + 1')];
    expect(marks(unknownLabel, 'sum by (x) (a:b:c)', ...others)).toEqual([]);
  });
});
