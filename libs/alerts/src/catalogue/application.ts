import { EXTERNAL, http, type LabelValues } from '@aura/metrics';
import {
  above,
  absent,
  below,
  given,
  increase,
  matching,
  minBy,
  noneOf,
  now,
  orWhen,
  quantile,
  ratio,
  sumBy,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries, quantileSeries, type StorySeries } from '../story.js';

const { up } = EXTERNAL.prometheus;
const TARGET = { job: 'application', instance: 'sample:8010' } as const;
const GATEWAY = { job: 'metrics-gateway', instance: 'gateway:8000' } as const;
const GENERATE = { method: 'POST', endpoint: '/generate', ...TARGET } as const;

/** Requests that users make; scrapes and probes would water down every share and every quantile. */
export const USER_REQUESTS = {
  job: 'application',
  endpoint: noneOf('/metrics', '/health/live', '/health/ready'),
} as const;

export function applicationAlerts(thresholds: Thresholds): readonly Alert[] {
  return [applicationDown(), highErrorRate(thresholds), highRequestLatency(thresholds)];
}

function applicationDown(): Alert {
  const alive = minBy(now(up, { job: 'application' }), 'job');
  return alert({
    name: 'ApplicationDown',
    severity: 'page',
    component: 'application',
    when: orWhen(below(alive, { value: 1, unit: 'count' }), absent(up, { job: 'application' })),
    for: '10s',
    summary: () => 'The Aura Render application cannot be reached.',
    description: ({ labels }) =>
      `Prometheus gets no answer from scrape job ${labels.job}. Nobody can ask for a video, and jobs already ` +
      'queued may not be worked on.',
    story: {
      world: [gaugeSeries(up, TARGET, (value) => value), gaugeSeries(up, GATEWAY, () => 1)],
      calm: 1,
      alarming: 0,
      labels: { job: 'application' },
      whenAbsent: 'fires',
      quietWhen: {
        'another job is down': [
          gaugeSeries(up, TARGET, () => 1),
          gaugeSeries(up, GATEWAY, () => 0),
        ],
      },
    },
  });
}

function highErrorRate({ api }: Thresholds): Alert {
  const failed = sumBy(
    increase(http.requests, '5m', { ...USER_REQUESTS, status: matching('5..') }),
  );
  const all = sumBy(increase(http.requests, '5m', USER_REQUESTS));
  const limit = api.errorRatio.value;
  return alert({
    name: 'HighErrorRate',
    severity: 'page',
    component: 'application',
    when: given(above(ratio(failed, all), api.errorRatio), above(all, api.minimumRequests)),
    for: '1m',
    summary: ({ value, limit }) => `${value} of requests fail; the limit is ${limit}.`,
    description: () =>
      'Over the last five minutes the application answered that share of its requests with a 5xx status. ' +
      'Users see errors instead of videos.',
    story: {
      world: failing(2 * api.minimumRequests.value),
      calm: limit * 0.95,
      alarming: Math.min(1, limit * 1.05),
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      crossesAfter: '150s',
      quietWhen: {
        'there are too few requests for a share to mean something': failing(
          0.95 * api.minimumRequests.value,
        ),
      },
    },
  });
}

/** So many requests in five minutes, of which the dialled share fails; beside them traffic that must not count. */
function failing(requests: number): readonly StorySeries[] {
  const perSecond = requests / 300;
  const answered = (
    labels: LabelValues<typeof http.requests.labels> & Partial<typeof TARGET | typeof GATEWAY>,
    share: (value: number) => number,
  ): StorySeries => counterSeries(http.requests, labels, share);
  return [
    answered({ ...GENERATE, status: '503' }, (value) => perSecond * value),
    answered({ ...GENERATE, status: '202' }, (value) => perSecond * (1 - value)),
    answered({ ...GENERATE, ...GATEWAY, status: '500' }, () => 7),
    answered({ ...GENERATE, endpoint: '/metrics', status: '500' }, () => 7),
  ];
}

function highRequestLatency({ api }: Thresholds): Alert {
  const p95 = quantile(http.duration, '5m', { q: 0.95, by: [], where: USER_REQUESTS });
  const all = sumBy(increase(http.requests, '5m', USER_REQUESTS));
  const limit = api.latencyP95.value;
  const slow = (requests: number): readonly StorySeries[] => [
    ...quantileSeries(http.duration, GENERATE, { q: 0.95, perSecond: requests / 300 }),
    counterSeries(http.requests, { ...GENERATE, status: '202' }, () => requests / 300),
    counterSeries(http.requests, { ...GENERATE, endpoint: '/metrics', status: '200' }, () => 7),
    ...quantileSeries(
      http.duration,
      { ...GENERATE, endpoint: '/metrics' },
      { q: 0.95, perSecond: 7 },
    ).map((series) => ({ ...series, at: () => (series.series.includes('"+Inf"') ? 7 : 0) })),
  ];
  return alert({
    name: 'HighRequestLatency',
    severity: 'page',
    component: 'application',
    when: given(above(p95, api.latencyP95), above(all, api.minimumRequests)),
    for: '2m',
    summary: ({ value, limit }) =>
      `One request in twenty takes longer than ${value}; the limit is ${limit}.`,
    description: () =>
      'The 95th percentile of the duration of requests, over five minutes. Users wait, click again, and make ' +
      'the queue longer.',
    story: {
      world: slow(2 * api.minimumRequests.value),
      calm: limit * 0.95,
      alarming: limit * 1.05,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      crossesAfter: '290s',
      quietWhen: { 'there are too few requests': slow(0.95 * api.minimumRequests.value) },
    },
  });
}
