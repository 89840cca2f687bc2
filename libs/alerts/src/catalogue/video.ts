import { optimization, video, type LabelValues } from '@aura/metrics';
import { above, below, both, given, increase, mean, ratio, sumBy } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, histogramSeries, type StorySeries } from '../story.js';

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
  const limit = limits.failureRatio.value;
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
    story: {
      world: generating(2 * limits.minimumGenerations.value),
      calm: limit * 0.95,
      alarming: limit * 1.05,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      crossesAfter: '150s',
      quietWhen: {
        'there are too few generations': generating(0.95 * limits.minimumGenerations.value),
      },
    },
  });
}

/** So many generations in five minutes, of which the dialled share fails. */
function generating(generations: number): readonly StorySeries[] {
  const perSecond = generations / 300;
  const ended = { user_id: 'user-11', ...TARGET } as const;
  return [
    counterSeries(
      video.failures,
      { error_type: 'EncoderError', stage: 'render', ...TARGET },
      (value) => (perSecond * value) / 2,
    ),
    counterSeries(
      video.failures,
      { error_type: 'TimeoutError', stage: 'upload', ...TARGET },
      (value) => (perSecond * value) / 2,
    ),
    counterSeries(video.generations, { theme: 'tech', ...ended }, () => perSecond / 2),
    counterSeries(video.generations, { theme: 'nature', ...ended }, () => perSecond / 2),
  ];
}

function aiOptimizationFailures({ video: limits }: Thresholds): Alert {
  const failed = sumBy(increase(optimization.failures, '15m'), 'optimization_type');
  const all = sumBy(increase(optimization.runs, '15m'), 'optimization_type');
  const limit = limits.optimizationFailureRatio.value;
  const world = (runs: number): readonly StorySeries[] => [
    ...optimizing({ type: 'video', perSecond: runs / 900, failing: (value) => value }),
    ...optimizing({ type: 'thumbnail', perSecond: runs / 900, failing: () => 0 }),
  ];
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
    story: {
      world: world(2 * limits.minimumGenerations.value),
      calm: limit * 0.95,
      alarming: limit * 1.05,
      labels: { optimization_type: 'video' },
      whenAbsent: 'silent',
      looksBack: '15m',
      crossesAfter: '450s',
      quietWhen: { 'there are too few runs': world(0.95 * limits.minimumGenerations.value) },
    },
  });
}

interface Optimizing {
  readonly type: LabelValues<typeof optimization.runs.labels>['optimization_type'];
  readonly perSecond: number;
  readonly failing: (value: number) => number;
}

function optimizing({ type, perSecond, failing }: Optimizing): readonly StorySeries[] {
  const kind = { optimization_type: type, ...TARGET } as const;
  return [
    counterSeries(
      optimization.failures,
      { ...kind, error_type: 'EncoderError' },
      (value) => (perSecond * failing(value)) / 2,
    ),
    counterSeries(
      optimization.failures,
      { ...kind, error_type: 'other' },
      (value) => (perSecond * failing(value)) / 2,
    ),
    counterSeries(optimization.runs, { ...kind, level: 'fast' }, () => perSecond / 2),
    counterSeries(optimization.runs, { ...kind, level: 'maximum' }, () => perSecond / 2),
  ];
}

function videoQualityDrop({ video: limits }: Thresholds): Alert {
  const limit = limits.qualityScore.value;
  const scored = { optimization_level: 'standard', ...TARGET } as const;
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
      world: (['tech', 'nature'] as const).flatMap((theme) => [
        histogramSeries(
          video.quality,
          { part: 'sum', labels: { theme, ...scored } },
          (value) => value / 20,
        ),
        histogramSeries(
          video.quality,
          { part: 'count', labels: { theme, ...scored } },
          () => 1 / 20,
        ),
      ]),
      calm: limit * 1.02,
      alarming: limit * 0.98,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '30m',
      crossesAfter: '900s',
    },
  });
}
