import { optimization, video, type LabelValues } from '@aura/metrics';
import { above, below, both, given, increase, mean, ratio, sumBy } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, histogramSeries, type Story, type StorySeries } from '../story.js';

const TARGET = { job: 'application', instance: 'sample:8010' } as const;

export function videoAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    videoGenerationFailures(thresholds),
    aiOptimizationFailures(thresholds),
    videoQualityDrop(thresholds),
  ];
}

function videoGenerationFailures({ video: limits }: Thresholds): Alert {
  const failed = sumBy(increase(video.failures, '5m'));
  const all = sumBy(increase(video.generations, '5m'));
  return alert({
    name: 'VideoGenerationFailures',
    severity: 'page',
    component: 'video',
    when: given(
      above(ratio(failed, all), limits.failureRatio),
      above(all, limits.minimumGenerations),
    ),
    for: '1m',
    summary: ({ value, limit }) => `${value} of video generations fail; the limit is ${limit}.`,
    description: () =>
      'Over the last five minutes that share of the generations that ended has failed. Users get no video, and ' +
      'their retries add to the load.',
    story: failureStory(limits),
  });
}

function failureStory({ failureRatio, minimumGenerations }: Thresholds['video']): Story<never> {
  const limit = failureRatio.value;
  const enough = minimumGenerations.value;
  return {
    world: generating({ generations: 200 * enough }),
    calm: limit,
    alarming: limit * 1.05,
    labels: {},
    whenAbsent: 'silent',
    looksBack: '5m',
    endsAfter: '270s',
    step: '15s',
    quietWhen: { 'there are too few generations': generating({ generations: enough, share: 1 }) },
    scenes: {
      'fires when there is hardly one more than that': {
        world: generating({ generations: enough + 0.5, share: 1 }),
        stretches: [{ value: limit, lasts: '10m' }],
        firing: 1,
      },
    },
  };
}

interface Generating {
  readonly generations: number;
  /** Of which this share fails; by default the dialled one. */
  readonly share?: number;
}

/** So many generations in five minutes, of which a share fails, a quarter of it early on. */
function generating({ generations, share }: Generating): readonly StorySeries[] {
  const perSecond = generations / 300;
  const ended = { user_id: 'user-11', ...TARGET } as const;
  const bad = (value: number): number => perSecond * (share ?? value);
  return [
    counterSeries(
      video.failures,
      { error_type: 'EncoderError', stage: 'render', ...TARGET },
      (value) => bad(value) / 4,
    ),
    counterSeries(
      video.failures,
      { error_type: 'TimeoutError', stage: 'upload', ...TARGET },
      (value) => (bad(value) * 3) / 4,
    ),
    counterSeries(video.generations, { theme: 'tech', ...ended }, () => perSecond / 4),
    counterSeries(video.generations, { theme: 'nature', ...ended }, () => (perSecond * 3) / 4),
  ];
}

function aiOptimizationFailures({ video: limits }: Thresholds): Alert {
  const failed = sumBy(increase(optimization.failures, '15m'), 'optimization_type');
  const all = sumBy(increase(optimization.runs, '15m'), 'optimization_type');
  return alert({
    name: 'AiOptimizationFailures',
    severity: 'ticket',
    component: 'video',
    when: both(
      above(ratio(failed, all), limits.optimizationFailureRatio),
      above(all, limits.minimumGenerations),
    ),
    for: '5m',
    summary: ({ labels, value, limit }) =>
      `${value} of ${labels.optimization_type} optimisations fail; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Over the last quarter of an hour that share of ${labels.optimization_type} optimisations has failed. ` +
      'Generations that need them fail with them.',
    story: optimizationStory(limits),
  });
}

function optimizationStory({
  optimizationFailureRatio,
  minimumGenerations,
}: Thresholds['video']): Story<'optimization_type'> {
  const limit = optimizationFailureRatio.value;
  const enough = minimumGenerations.value;
  const world = (runs: number, share?: number): readonly StorySeries[] => [
    ...optimizing('video', { perSecond: runs / 900, failing: (value) => share ?? value }),
    ...optimizing('thumbnail', { perSecond: (runs * 11) / 900, failing: () => 0 }),
  ];
  return {
    world: world(200 * enough),
    calm: limit,
    alarming: limit * 1.05,
    labels: { optimization_type: 'video' },
    whenAbsent: 'silent',
    looksBack: '15m',
    endsAfter: '810s',
    step: '45s',
    quietWhen: { 'there are too few runs': world(enough, 1) },
    scenes: {
      'fires when there is hardly one more than that': {
        world: world(enough + 0.5, 1),
        stretches: [{ value: limit, lasts: '30m' }],
        firing: 1,
      },
    },
  };
}

interface Optimizing {
  readonly perSecond: number;
  readonly failing: (value: number) => number;
}

/** A quarter of the runs is fast, and a quarter of the failures the encoder's. */
function optimizing(
  type: LabelValues<typeof optimization.runs.labels>['optimization_type'],
  { perSecond, failing }: Optimizing,
): readonly StorySeries[] {
  const kind = { optimization_type: type, ...TARGET } as const;
  return [
    counterSeries(
      optimization.failures,
      { ...kind, error_type: 'EncoderError' },
      (value) => (perSecond * failing(value)) / 4,
    ),
    counterSeries(
      optimization.failures,
      { ...kind, error_type: 'other' },
      (value) => (perSecond * failing(value) * 3) / 4,
    ),
    counterSeries(optimization.runs, { ...kind, level: 'fast' }, () => perSecond / 4),
    counterSeries(optimization.runs, { ...kind, level: 'maximum' }, () => (perSecond * 3) / 4),
  ];
}

function videoQualityDrop({ video: limits }: Thresholds): Alert {
  const limit = limits.qualityScore.value;
  return alert({
    name: 'VideoQualityDrop',
    severity: 'ticket',
    component: 'video',
    when: below(mean(video.quality, '30m', { by: [] }), limits.qualityScore),
    for: '5m',
    summary: ({ value, limit }) =>
      `Delivered videos resemble their renders by ${value} on average; the limit is ${limit}.`,
    description: () =>
      'The mean structural similarity (SSIM) over half an hour. The optimisation throws away more than viewers ' +
      'forgive.',
    story: {
      world: [
        ...scored({ theme: 'tech', perSecond: () => 2 }),
        ...scored({ theme: 'nature', perSecond: () => 1 }),
      ],
      calm: limit,
      alarming: limit * 0.95,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '30m',
      endsAfter: '1740s',
      step: '30s',
      scenes: {
        'stays silent while many worse videos have not yet spoiled half an hour': {
          world: scored({ theme: 'tech', perSecond: (quality) => (quality < limit ? 2 : 1) }),
          stretches: [
            { value: limit + 0.08, lasts: '40m' },
            { value: limit - 0.05, lasts: '10m' },
          ],
          firing: 0,
        },
      },
    },
  });
}

interface Scored {
  readonly theme: LabelValues<typeof video.quality.labels>['theme'];
  readonly perSecond: (quality: number) => number;
}

/** Videos of one theme, all of the dialled quality. */
function scored({ theme, perSecond }: Scored): readonly StorySeries[] {
  const labels = { theme, optimization_level: 'standard', ...TARGET } as const;
  return [
    histogramSeries(video.quality, { part: 'sum', labels }, (value) => perSecond(value) * value),
    histogramSeries(video.quality, { part: 'count', labels }, perSecond),
  ];
}
