import { http, video, type ComponentName, type LabelDomains, type Metric } from '@aura/metrics';
import {
  matching,
  observations,
  shareWithin,
  complement,
  ratio,
  sumBy,
  rate,
  type Vector,
  type Window,
} from '@aura/metrics/promql';
import type { Threshold, Thresholds } from '@aura/thresholds';
import { UNCOUNTED, USER_REQUESTS } from '../catalogue/application.js';
import { counterSeries, histogramSeries, type StorySeries } from '../story.js';
import type { OBJECTIVES } from './names.js';

/** What users were promised, and how to see it kept. */
export interface Objective {
  /** In the names of recordings. */
  readonly id: 'api_availability' | 'api_latency' | 'video_success' | 'video_duration';
  /** In the names of alerts. */
  readonly name: (typeof OBJECTIVES)[number];
  readonly component: ComponentName;
  /** The share of events that is to be good, over thirty days. */
  readonly target: Threshold<'ratio'>;
  /** What is counted, and what those of it did that are bad: a sentence, with a share before it. */
  readonly counted: string;
  readonly bad: string;
  /** The share of bad events within a window. */
  readonly badShare: (window: Window) => Vector<never, 'ratio'>;
  /** All events per second within a window. */
  readonly events: (window: Window) => Vector<never, 'count/s'>;
  /** The series of such traffic, beside others that must not count. */
  readonly world: (traffic: Traffic) => readonly StorySeries[];
}

/** What happens in a story of an objective, as a function of the dialled value. */
export interface Traffic {
  readonly eventsPerSecond: (value: number) => number;
  readonly badShare: (value: number) => number;
}

const TARGET = { job: 'application', instance: 'sample:8010' } as const;
const ROUTES = [
  { method: 'GET', endpoint: '/videos/:id', ...TARGET },
  { method: 'POST', endpoint: '/generate', ...TARGET },
] as const;
const STAGES = [
  { stage: 'render', ...TARGET },
  { stage: 'upload', ...TARGET },
] as const;
const THEMES = [
  { theme: 'tech', ...TARGET },
  { theme: 'nature', ...TARGET },
] as const;

export function objectives(thresholds: Thresholds): readonly Objective[] {
  return [
    apiAvailability(thresholds),
    apiLatency(thresholds),
    videoSuccess(thresholds),
    videoDuration(thresholds),
  ];
}

function apiAvailability({ slo }: Thresholds): Objective {
  const failed = { ...USER_REQUESTS, status: matching('5..') };
  return {
    id: 'api_availability',
    name: 'ApiAvailability',
    component: 'application',
    target: slo.apiAvailability,
    counted: 'requests',
    bad: 'were answered with a 5xx status',
    badShare: (window) =>
      ratio(
        sumBy(rate(http.requests, window, failed)),
        sumBy(rate(http.requests, window, USER_REQUESTS)),
      ),
    events: (window) => sumBy(rate(http.requests, window, USER_REQUESTS)),
    world: (traffic) => [
      ...split(ROUTES, traffic).flatMap(({ labels, bad, good }) => [
        counterSeries(http.requests, { ...labels, status: '503' }, bad),
        counterSeries(http.requests, { ...labels, status: '202' }, good),
      ]),
      ...UNCOUNTED.map((labels) =>
        counterSeries(http.requests, { ...labels, status: '500' }, () => 7),
      ),
    ],
  };
}

function apiLatency({ slo, api }: Thresholds): Objective {
  const bound = nearestBucket(http.duration, api.latencyP95.value);
  return {
    id: 'api_latency',
    name: 'ApiLatency',
    component: 'application',
    target: slo.apiLatency,
    counted: 'requests',
    bad: `took longer than ${bound} s`,
    badShare: (window) =>
      complement(shareWithin(http.duration, window, { bound, by: [], where: USER_REQUESTS })),
    events: (window) => sumBy(observations(http.duration, window, USER_REQUESTS)),
    world: (traffic) => [
      ...split(ROUTES, traffic).flatMap((portion) => within(http.duration, portion, bound)),
      ...UNCOUNTED.flatMap((labels) =>
        within(http.duration, { labels, all: () => 7, good: () => 7 }, bound),
      ),
    ],
  };
}

function videoSuccess({ slo }: Thresholds): Objective {
  return {
    id: 'video_success',
    name: 'VideoSuccess',
    component: 'video',
    target: slo.videoSuccess,
    counted: 'video generations',
    bad: 'failed',
    badShare: (window) =>
      ratio(sumBy(rate(video.failures, window)), sumBy(rate(video.generations, window))),
    events: (window) => sumBy(rate(video.generations, window)),
    world: (traffic) => [
      ...split(STAGES, traffic).map(({ labels, bad }) =>
        counterSeries(video.failures, { error_type: 'EncoderError', ...labels }, bad),
      ),
      ...split(THEMES, traffic).map(({ labels, all }) =>
        counterSeries(video.generations, { user_id: 'user-11', ...labels }, all),
      ),
    ],
  };
}

function videoDuration({ slo, video: limits }: Thresholds): Objective {
  const bound = nearestBucket(video.duration, limits.finishedWithin.value);
  return {
    id: 'video_duration',
    name: 'VideoDuration',
    component: 'video',
    target: slo.videoDuration,
    counted: 'videos',
    bad: `took longer than ${bound} s`,
    badShare: (window) => complement(shareWithin(video.duration, window, { bound, by: [] })),
    events: (window) => sumBy(observations(video.duration, window)),
    world: (traffic) =>
      split(THEMES, traffic).flatMap(({ labels, ...portion }) =>
        within(
          video.duration,
          { labels: { duration_category: 'short', ...labels }, ...portion },
          bound,
        ),
      ),
  };
}

type PerSecond = (value: number) => number;

interface Portion<L> {
  readonly labels: L;
  readonly all: PerSecond;
  readonly good: PerSecond;
  readonly bad: PerSecond;
}

/** A quarter of the traffic with these labels, the rest with those: neither alone is the sum. */
function split<const L extends readonly [unknown, unknown]>(
  [few, most]: L,
  traffic: Traffic,
): readonly Portion<L[number]>[] {
  const { eventsPerSecond, badShare } = traffic;
  return [
    { labels: few, part: 1 / 4 },
    { labels: most, part: 3 / 4 },
  ].map(({ labels, part }) => ({
    labels,
    all: (value) => part * eventsPerSecond(value),
    good: (value) => part * eventsPerSecond(value) * (1 - badShare(value)),
    bad: (value) => part * eventsPerSecond(value) * badShare(value),
  }));
}

/** Observations, of which the good ones lie within the bound. */
function within<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  { labels, all, good }: Omit<Portion<Parameters<typeof histogramSeries<L>>[1]['labels']>, 'bad'>,
  bound: number,
): readonly StorySeries[] {
  return [
    histogramSeries(metric, { part: { le: bound }, labels }, good),
    histogramSeries(metric, { part: { le: Infinity }, labels }, all),
    histogramSeries(metric, { part: 'count', labels }, all),
  ];
}

/** A histogram can only count at its bounds: the first one that is not below what is asked for. */
function nearestBucket({ name, buckets = [] }: Metric<'histogram'>, asked: number): number {
  const bound = buckets.find((bucket) => bucket >= asked);
  if (bound !== undefined) return bound;
  throw new Error(
    `no bucket of ${name} reaches ${asked}: give it a larger one, or the threshold a smaller maximum`,
  );
}
