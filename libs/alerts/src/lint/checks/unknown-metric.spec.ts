import { ask, alertWith, marks, recordingOf } from '../fixtures/ask.js';
import { unknownMetric } from './unknown-metric.js';

describe('unknown-metric', () => {
  it.each([
    ['queue_job > 1', 'queue_job -> write queue_jobs'],
    ['increase(http_requests[5m])', 'http_requests -> write http_requests_total'],
    [
      'rate(http_request_duration_seconds[5m])',
      'http_request_duration_seconds -> write http_request_duration_seconds_bucket, ' +
        'http_request_duration_seconds_sum or http_request_duration_seconds_count',
    ],
    [
      'rate(video_quality_score_total[5m])',
      'video_quality_score_total -> write video_quality_score_count',
    ],
    ['{__name__="queue_wrokers"}', '"queue_wrokers" -> write queue_workers'],
  ])('names what was meant in %j', (expr, found) => {
    expect(marks(unknownMetric, expr)).toEqual([found]);
  });

  it.each(['zk_up == 0', 'caddy_http_requests_total > 1', 'node_memory_MemFree_bytes > 1'])(
    'does not take another’s metric in %j for a slip of the pen',
    (expr) => {
      expect(ask(unknownMetric, alertWith({ expr }))).toMatchObject([{ severity: 'warning' }]);
    },
  );

  it('only warns of a name that is near to none, which may be an exporter’s own', () => {
    const [fault] = ask(unknownMetric, alertWith({ expr: 'kafka_consumer_lag > 13' }));
    expect(fault).toMatchObject({ severity: 'warning', at: [0, 18] });
  });

  it.each([
    'up == 0',
    'rate(video_quality_score_bucket[5m])',
    'scrape_duration_seconds > 3',
    'ALERTS{alertname="x"}',
    '{job="node"}',
  ])('knows what is in %j', (expr) => {
    expect(marks(unknownMetric, expr)).toEqual([]);
  });

  it('knows the recordings of the files', () => {
    const recording = recordingOf('queue:jobs:sum', 'sum(queue_jobs)');
    expect(marks(unknownMetric, 'queue:jobs:sum > 1', recording)).toEqual([]);
    expect(marks(unknownMetric, 'queue:job:sum > 1', recording)).toEqual([
      'queue:job:sum -> write queue:jobs:sum',
    ]);
  });
});
