import { EXTERNAL, http } from '@aura/metrics';
import {
  above,
  absent,
  below,
  given,
  increase,
  matching,
  maxBy,
  noneOf,
  now,
  orWhen,
  quantile,
  ratio,
  sumBy,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import {
  counterSeries,
  gaugeSeries,
  histogramSeries,
  quantileSeries,
  type Story,
  type StorySeries,
} from '../story.js';

const { up } = EXTERNAL.prometheus;
const TARGET = { job: 'application', instance: 'sample:8010' } as const;
const REPLICA = { job: 'application', instance: 'replica:8010' } as const;
const GATEWAY = { job: 'metrics-gateway', instance: 'gateway:8000' } as const;
const GENERATE = { method: 'POST', endpoint: '/generate', ...TARGET } as const;

const STATUS = { method: 'GET', endpoint: '/videos/:id', ...TARGET } as const;
/** Traffic that must not count: another job, scrapes and probes. */
export const UNCOUNTED = [
  { ...GENERATE, ...GATEWAY },
  { ...GENERATE, endpoint: '/metrics' },
  { ...GENERATE, endpoint: '/health/live' },
  { ...GENERATE, endpoint: '/health/ready' },
] as const;

/** Requests that users make; scrapes and probes would water down every share and every quantile. */
export const USER_REQUESTS = {
  job: 'application',
  endpoint: noneOf('/metrics', '/health/live', '/health/ready'),
} as const;

export function applicationAlerts(thresholds: Thresholds): readonly Alert[] {
  return [applicationDown(), highErrorRate(thresholds), highRequestLatency(thresholds)];
}

function applicationDown(): Alert {
  const alive = maxBy(now(up, { job: 'application' }), 'job');
  return alert({
    name: 'ApplicationDown',
    severity: 'page',
    component: 'application',
    when: orWhen(below(alive, { value: 1, unit: 'count' }), absent(up, { job: 'application' })),
    for: '10s',
    summary: () => 'The Aura Render application cannot be reached.',
    description: ({ labels }) =>
      `Prometheus gets no answer from any replica of scrape job ${labels.job}. Nobody can ask for a video, and ` +
      'jobs already queued may not be worked on.',
    story: DOWN_STORY,
  });
}

const DOWN_STORY: Story<'job'> = {
  world: [
    gaugeSeries(up, TARGET, (value) => value),
    gaugeSeries(up, REPLICA, () => 0), // one of two is TargetDown's matter
    gaugeSeries(up, GATEWAY, () => 1),
  ],
  calm: 1,
  alarming: 0,
  labels: { job: 'application' },
  whenAbsent: 'fires',
  quietWhen: {
    'another job is down': [gaugeSeries(up, TARGET, () => 1), gaugeSeries(up, GATEWAY, () => 0)],
  },
  scenes: {
    'fires when nothing but the application is scraped no more': {
      world: [
        gaugeSeries(up, TARGET, (value) => (value === 1 ? 1 : undefined)),
        gaugeSeries(up, GATEWAY, () => 1),
      ],
      stretches: [
        { value: 1, lasts: '1m' },
        { value: 0, lasts: '1m' },
      ],
      firing: 1,
    },
  },
};

function highErrorRate({ api }: Thresholds): Alert {
  const failed = sumBy(
    increase(http.requests, '5m', { ...USER_REQUESTS, status: matching('5..') }),
  );
  const all = sumBy(increase(http.requests, '5m', USER_REQUESTS));
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
    story: errorStory(api),
  });
}

function errorStory({ errorRatio, minimumRequests }: Thresholds['api']): Story<never> {
  const limit = errorRatio.value;
  const enough = minimumRequests.value;
  return {
    world: failing({ requests: 100 * enough }),
    calm: limit,
    alarming: Math.min(1, limit * 1.05),
    labels: {},
    whenAbsent: 'silent',
    looksBack: '5m',
    endsAfter: '270s',
    step: '15s',
    quietWhen: {
      'there are too few requests for a share to mean something': failing({
        requests: enough,
        share: 1,
      }),
    },
    scenes: {
      'fires when there is hardly a request more than that': {
        world: failing({ requests: enough + 0.5, share: 1 }),
        stretches: [{ value: limit, lasts: '10m' }],
        firing: 1,
      },
    },
  };
}

interface Failing {
  readonly requests: number;
  /** Of which this share fails; by default the dialled one. */
  readonly share?: number;
}

/** So many requests in five minutes, of which a share fails on two routes; beside them traffic that must not count. */
function failing({ requests, share }: Failing): readonly StorySeries[] {
  const perSecond = requests / 300;
  const bad = (value: number): number => perSecond * (share ?? value);
  return [
    counterSeries(http.requests, { ...GENERATE, status: '503' }, (value) => bad(value) / 4),
    counterSeries(http.requests, { ...STATUS, status: '500' }, (value) => (bad(value) * 3) / 4),
    counterSeries(http.requests, { ...GENERATE, status: '202' }, (value) => perSecond - bad(value)),
    ...UNCOUNTED.map((labels) =>
      counterSeries(http.requests, { ...labels, status: '500' }, () => 7),
    ),
  ];
}

function highRequestLatency({ api }: Thresholds): Alert {
  const p95 = quantile(http.duration, '5m', { q: 0.95, by: [], where: USER_REQUESTS });
  const all = sumBy(increase(http.requests, '5m', USER_REQUESTS));
  const limit = api.latencyP95.value;
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
      world: slow(100 * api.minimumRequests.value),
      calm: limit,
      alarming: PAST_TWO * limit,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '270s',
      step: '15s',
      quietWhen: { 'there are too few requests': slow(api.minimumRequests.value) },
      scenes: {
        'fires when there is hardly a request more than that': {
          world: slow(api.minimumRequests.value + 0.5),
          stretches: [{ value: PAST_TWO * limit, lasts: '10m' }],
          firing: 1,
        },
      },
    },
  });
}

/** With this much past a limit of 2 s every bucket counts whole quarters, so that sums stay exact. */
const PAST_TWO = 15 / 14;

/** So many requests in five minutes, of which an eighth is fast and the rest as slow as the dialled quantile asks. */
function slow(requests: number): readonly StorySeries[] {
  const perSecond = requests / 300;
  const buckets = (labels: typeof GENERATE | typeof STATUS): readonly StorySeries[] =>
    quantileSeries(http.duration, labels, { q: 0.95, perSecond });
  return [
    ...buckets(GENERATE).map(({ at, ...series }) => ({
      ...series,
      at: (value: number) => Math.max(0, (at(value) ?? 0) - perSecond / 8),
    })),
    ...buckets(STATUS).map((series) => ({ ...series, at: () => perSecond / 8 })),
    counterSeries(http.requests, { ...GENERATE, status: '202' }, () => (perSecond * 7) / 8),
    counterSeries(http.requests, { ...STATUS, status: '200' }, () => perSecond / 8),
    ...UNCOUNTED.flatMap((labels) => [
      histogramSeries(http.duration, { part: { le: Infinity }, labels }, () => 7),
      counterSeries(http.requests, { ...labels, status: '200' }, () => 7),
    ]),
  ];
}
