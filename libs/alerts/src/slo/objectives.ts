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
import { USER_REQUESTS } from '../catalogue/application.js';
import { counterSeries, histogramSeries, type StorySeries } from '../story.js';

/** What users were promised, and how to see it kept. */
export interface Objective {
  /** In the names of recordings. */
  readonly id: 'api_availability' | 'api_latency' | 'video_success' | 'video_duration';
  /** In the names of alerts. */
  readonly name: 'ApiAvailability' | 'ApiLatency' | 'VideoSuccess' | 'VideoDuration';
  readonly component: ComponentName;
  /** The share of events that is to be good, over thirty days. */
  readonly target: Threshold<'ratio'>;
  /** What a bad event is, in the middle of a sentence. */
  readonly bad: string;
  /** The share of bad events within a window. */
  readonly badShare: (window: Window) => Vector<never, 'ratio'>;
  /** All events per second within a window. */
  readonly events: (window: Window) => Vector<never, 'count/s'>;
  /** Series of `perSecond` events a second, of which the dialled share is bad. */
  readonly world: (perSecond: number) => readonly StorySeries[];
}

const TARGET = { job: 'application', instance: 'sample:8010' } as const;
const GENERATE = { method: 'POST', endpoint: '/generate', ...TARGET } as const;
const ENDED = { theme: 'tech', user_id: 'user-11', ...TARGET } as const;
const SHORT = { theme: 'tech', duration_category: 'short', ...TARGET } as const;

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
    bad: 'requests answered with a 5xx status',
    badShare: (window) =>
      ratio(
        sumBy(rate(http.requests, window, failed)),
        sumBy(rate(http.requests, window, USER_REQUESTS)),
      ),
    events: (window) => sumBy(rate(http.requests, window, USER_REQUESTS)),
    world: (perSecond) => [
      counterSeries(http.requests, { ...GENERATE, status: '503' }, (bad) => perSecond * bad),
      counterSeries(http.requests, { ...GENERATE, status: '202' }, (bad) => perSecond * (1 - bad)),
      counterSeries(http.requests, { ...GENERATE, endpoint: '/metrics', status: '500' }, () => 7),
    ],
  };
}

function apiLatency({ slo, api }: Thresholds): Objective {
  const bound = nearestBucket(http.duration.buckets, api.latencyP95.value);
  return {
    id: 'api_latency',
    name: 'ApiLatency',
    component: 'application',
    target: slo.apiLatency,
    bad: `requests that took longer than ${bound} s`,
    badShare: (window) =>
      complement(shareWithin(http.duration, window, { bound, by: [], where: USER_REQUESTS })),
    events: (window) => sumBy(observations(http.duration, window, USER_REQUESTS)),
    world: (perSecond) => within(http.duration, GENERATE, { bound, perSecond }),
  };
}

function videoSuccess({ slo }: Thresholds): Objective {
  return {
    id: 'video_success',
    name: 'VideoSuccess',
    component: 'video',
    target: slo.videoSuccess,
    bad: 'video generations that failed',
    badShare: (window) =>
      ratio(sumBy(rate(video.failures, window)), sumBy(rate(video.generations, window))),
    events: (window) => sumBy(rate(video.generations, window)),
    world: (perSecond) => [
      counterSeries(
        video.failures,
        { error_type: 'EncoderError', stage: 'render', ...TARGET },
        (bad) => perSecond * bad,
      ),
      counterSeries(video.generations, ENDED, () => perSecond),
    ],
  };
}

function videoDuration({ slo, video: limits }: Thresholds): Objective {
  const bound = nearestBucket(video.duration.buckets, limits.finishedWithin.value);
  return {
    id: 'video_duration',
    name: 'VideoDuration',
    component: 'video',
    target: slo.videoDuration,
    bad: `videos that took longer than ${bound} s`,
    badShare: (window) => complement(shareWithin(video.duration, window, { bound, by: [] })),
    events: (window) => sumBy(observations(video.duration, window)),
    world: (perSecond) => within(video.duration, SHORT, { bound, perSecond }),
  };
}

/** Observations of which the dialled share is beyond the bound. */
function within<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  labels: Parameters<typeof histogramSeries<L>>[1]['labels'],
  { bound, perSecond }: { readonly bound: number; readonly perSecond: number },
): readonly StorySeries[] {
  return [
    histogramSeries(metric, { part: { le: bound }, labels }, (bad) => perSecond * (1 - bad)),
    histogramSeries(metric, { part: { le: Infinity }, labels }, () => perSecond),
    histogramSeries(metric, { part: 'count', labels }, () => perSecond),
  ];
}

/** A histogram can only count at its bounds: the first one that is not below what is asked for. */
function nearestBucket(buckets: readonly number[] = [], asked: number): number {
  return buckets.find((bucket) => bucket >= asked) ?? buckets.at(-1) ?? asked;
}
