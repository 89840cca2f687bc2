import { EXTERNAL, http } from '@aura/metrics';
import {
  above,
  absent,
  atLeast,
  below,
  given,
  increase,
  matching,
  minBy,
  now,
  orWhen,
  ratio,
  sumBy,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries, type StorySeries } from '../story.js';

const { up } = EXTERNAL.prometheus;
const TARGET = { job: 'application', instance: 'sample:8010' } as const;
const GATEWAY = { job: 'metrics-gateway', instance: 'gateway:8000' } as const;

export function applicationAlerts(thresholds: Thresholds): readonly Alert[] {
  return [applicationDown(), highErrorRate(thresholds)];
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
      world: [gaugeSeries(up, TARGET, (value) => value)],
      calm: 1,
      alarming: 0,
      labels: { job: 'application' },
      whenAbsent: 'fires',
    },
  });
}

function highErrorRate({ api }: Thresholds): Alert {
  const failed = increase(http.requests, '5m', { job: 'application', status: matching('5..') });
  const all = increase(http.requests, '5m', { job: 'application' });
  const limit = api.errorRatio.value;
  const world = (traffic: number): readonly StorySeries[] => {
    const perSecond = (traffic * api.minimumRequests.value) / 300;
    const request = { method: 'POST', endpoint: '/generate', ...TARGET } as const;
    return [
      counterSeries(http.requests, { ...request, status: '503' }, (value) => perSecond * value),
      counterSeries(
        http.requests,
        { ...request, status: '202' },
        (value) => perSecond * (1 - value),
      ),
      // Our own services export the same metric; their failures are not the application's.
      counterSeries(http.requests, { ...request, ...GATEWAY, status: '500' }, () => 7),
    ];
  };
  return alert({
    name: 'HighErrorRate',
    severity: 'page',
    component: 'application',
    when: given(
      above(ratio(sumBy(failed), sumBy(all)), api.errorRatio),
      atLeast(sumBy(all), api.minimumRequests),
    ),
    for: '1m',
    summary: ({ value, limit }) => `${value} of requests fail; the limit is ${limit}.`,
    description: () =>
      'Over the last five minutes the application answered that share of its requests with a 5xx status. ' +
      'Users see errors instead of videos.',
    story: {
      world: world(2),
      calm: limit * 0.95,
      alarming: Math.min(1, limit * 1.05),
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      crossesAfter: '150s',
      quietWhen: {
        'there are too few requests for a share to mean something': world(0.4),
      },
    },
  });
}
