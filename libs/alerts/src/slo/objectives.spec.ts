import { http } from '@aura/metrics';
import { DEFAULTS, type Thresholds } from '@aura/thresholds';
import { objectives } from './objectives.js';

const latencyOf = (seconds: number): Thresholds => ({
  ...DEFAULTS,
  api: { ...DEFAULTS.api, latencyP95: { ...DEFAULTS.api.latencyP95, value: seconds } },
});
const finishedWithin = (seconds: number): Thresholds => ({
  ...DEFAULTS,
  video: {
    ...DEFAULTS.video,
    finishedWithin: { ...DEFAULTS.video.finishedWithin, value: seconds },
  },
});
const boundOf = (name: string, thresholds: Thresholds): string | undefined =>
  objectives(thresholds)
    .find((objective) => objective.name === name)
    ?.badShare('5m')
    .promql.match(/le=~?"([\d.]*)/)?.[1];

describe('an objective about durations', () => {
  it('counts at the first bucket that is not below its limit', () => {
    expect(boundOf('ApiLatency', latencyOf(0.3))).toBe('0.5');
    expect(boundOf('VideoDuration', finishedWithin(61))).toBe('120');
  });

  it('has a bucket for the greatest limit that a deployment may choose', () => {
    const { api, video } = DEFAULTS;

    expect(boundOf('ApiLatency', latencyOf(api.latencyP95.max))).toBe('10');
    expect(boundOf('VideoDuration', finishedWithin(video.finishedWithin.max))).toBe('1800');
  });

  it('is refused where its histogram ends before its limit', () => {
    expect(() => objectives(latencyOf(11))).toThrow(
      'no bucket of http_request_duration_seconds reaches 11',
    );
  });
});

it('leaves room above the greatest latency limit for a quantile that is past it', () => {
  // Where the quantile lies past the last bucket, Prometheus answers with the bound of that bucket.
  expect(DEFAULTS.api.latencyP95.max).toBeLessThan(http.duration.buckets?.at(-1) ?? 0);
});
