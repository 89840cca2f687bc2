import { alertWith, ask, marks } from '../fixtures/ask.js';
import { labelValue } from './label-value.js';

describe('label-value', () => {
  it.each([
    ['queue_jobs{state="wating"} > 1', '"wating" -> write "waiting"'],
    ['queue_jobs{state!="complete"} > 1', '"complete" -> write "completed"'],
    ['queue_jobs{queue="mail"} > 1', '"mail" -> it holds render or housekeeping'],
    ['queue_jobs{state=~"active|waitin"} > 1', '"active|waitin" -> write "waiting"'],
    ['video_generation_failures_total{stage=~"up.*d"}', undefined],
    [
      'video_generation_failures_total{stage=~"down.*"}',
      '"down.*" -> it holds prepare, render, optimise or upload',
    ],
    ['http_requests_total{job="aplication"}', '"aplication" -> write "application"'],
    ['http_requests_total{job="storage-sweep"}', undefined],
    ['http_requests_total{status="999"}', undefined],
    ['queue_jobs{state=""}', undefined],
    ['queue_jobs{state=~"active|waiting"}', undefined],
    ['queue_jobs{state=~"(?i)ACTIVE"}', undefined],
    ['not_ours{state="wating"}', undefined],
    ['http_request_duration_seconds_bucket{le="2.5"}', '"2.5" -> write "2" or "5"'],
    ['http_request_duration_seconds_bucket{le="11"}', '"11" -> write "10"'],
    ['http_request_duration_seconds_bucket{le=~"3|5\\\\.0"}', '"3|5\\\\.0" -> write "2" or "5"'],
    ['http_request_duration_seconds_bucket{le="5"}', undefined],
    ['http_request_duration_seconds_bucket{le="5.0"}', undefined],
    ['http_request_duration_seconds_bucket{le=~"5|5\\\\.0"}', undefined],
    ['http_request_duration_seconds_bucket{le="+Inf"}', undefined],
    ['http_request_duration_seconds_bucket{le=~"2.*"}', undefined],
    ['http_request_duration_seconds_bucket{job="thanos",le="2.5"}', undefined],
    ['not_ours_bucket{le="2.5"}', undefined],
  ])('judges the values of %j', (expr, found) => {
    expect(marks(labelValue, expr)).toEqual(found === undefined ? [] : [found]);
  });

  it('only warns of a scrape job that this house does not have', () => {
    expect(ask(labelValue, alertWith({ expr: 'up{job="kubernetes-pods"} < 1' }))).toMatchObject([
      { severity: 'warning', at: [7, 24] },
    ]);
  });
});
