import { marks, recordingOf } from '../fixtures/ask.js';
import { unitMismatch } from './unit-mismatch.js';

const P95 =
  'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))';
const SHARE =
  'sum(increase(http_requests_total{job="a",status=~"5.."}[5m])) / sum(increase(http_requests_total{job="a"}[5m]))';

describe('unit-mismatch', () => {
  it.each([
    [
      'storage_sweep_freed_bytes > storage_sweep_duration_seconds',
      'storage_sweep_freed_bytes > storage_sweep_duration_seconds -> ' +
        'bring both sides to one unit; nothing turns bytes into seconds by itself',
    ],
    [
      'rate(gateway_pushes_total[5m]) > increase(gateway_pushes_total[5m])',
      'rate(gateway_pushes_total[5m]) > increase(gateway_pushes_total[5m]) -> ' +
        'take rate(…) on both sides, or increase(…) on both',
    ],
    [
      'time() > business_figures_age_seconds',
      'time() > business_figures_age_seconds -> make a span of the moment: time() - …',
    ],
    ['business_render_utilization_ratio > 90', '90 -> write 0.9, or multiply the share by 100'],
    [`${SHARE} > 5`, '5 -> write 0.05, or multiply the share by 100'],
    [
      '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 90',
      '90 -> write 0.9, or multiply the share by 100',
    ],
    [
      '95 <= 1 - avg by (instance) (rate(not_ours_total{mode="idle"}[5m]))',
      '95 -> write 0.95, or multiply the share by 100',
    ],
    ['1 - min_over_time(queue_workers[5m]) < 11', '11 -> write 0.11, or multiply the share by 100'],
    [
      'storage_sweep_last_success_timestamp_seconds > 3600',
      '3600 -> compare its age: time() - storage_sweep_last_success_timestamp_seconds',
    ],
    [`${P95} > 2000`, '2000 -> write 2 if milliseconds were meant'],
    [`2000 < max(${P95})`, '2000 -> write 2 if milliseconds were meant'],
    [
      'histogram_quantile(0.5, rate(video_quality_score_bucket[5m])) < 90',
      '90 -> write a number up to 0.995',
    ],
    [
      'histogram_quantile(0.5, rate(optimization_size_reduction_percent_bucket[5m])) < 0.2',
      '0.2 -> write 20',
    ],
  ])('finds the wrong unit in %j', (expr, found) => {
    expect(marks(unitMismatch, expr)).toEqual([found]);
  });

  it.each([
    'time() - storage_sweep_last_success_timestamp_seconds > 90000',
    'storage_sweep_last_success_timestamp_seconds + 3600 > 1e9',
    'storage_sweep_last_success_timestamp_seconds == 0',
    'time() - business_figures_age_seconds > 900',
    'time() - not_ours_last_seen > 60',
    '(time() - push_time_seconds) > 900',
    'business_render_utilization_ratio * 100 > 90',
    'business_render_utilization_ratio > 1.2',
    '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.9',
    '(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90',
    '1 - queue_workers < -11',
    '1 - delta(queue_workers[5m]) > 90',
    '1 - (queue_workers - 12) > 90',
    '1 - -queue_workers > 90',
    '1 - not_ours > 90',
    '100 - queue_workers > 90',
    `${SHARE} > 0.05`,
    `${SHARE} * 100 > 5`,
    'sum(rate(http_requests_total[5m])) / sum(rate(http_requests_total[5m] offset 1w)) > 2',
    'avg(queue_jobs{queue="render"}) / avg(queue_jobs) > 2',
    'queue_jobs / on (queue) group_left () queue_workers > 10',
    'queue_oldest_waiting_age_seconds > 3600',
    `${P95} > 2`,
    'rate(video_quality_score_sum[5m]) / rate(video_quality_score_count[5m]) < 0.9',
    'avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) < business_render_utilization_ratio',
    'not_ours_bytes > storage_sweep_duration_seconds',
    'absent(up) > 0',
  ])('finds nothing in %j', (expr) => {
    expect(marks(unitMismatch, expr)).toEqual([]);
  });

  it('knows the unit of a recording', () => {
    const p95 = recordingOf('http:duration:p95', P95);
    expect(marks(unitMismatch, 'http:duration:p95 > 1500', p95)).toEqual([
      '1500 -> write 1.5 if milliseconds were meant',
    ]);
  });
});
