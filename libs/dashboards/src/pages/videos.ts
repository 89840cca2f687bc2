import { optimization, video } from '@aura/metrics';
import { increase, mean, now, quantile, rate, sumBy } from '@aura/metrics/promql';
import { bars, heatmap, largestFew, series, stat, timeseries } from '../draw.js';
import type { Panel, Row } from '../panel.js';
import { variable } from '../variable.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW, WHOLE_PAGE } from '../window.js';

export const theme = variable({ title: 'Theme', metric: video.generations, label: 'theme' });
const THEME = { theme: theme.matcher } as const;

/** From the start of a generation to a video that is delivered, and how good it is. */
export function videoRows(world: World): readonly Row[] {
  return [videos(world), times(), stages(), optimizations(world), quality(world)];
}

export function generations(): Panel {
  const ended = sumBy(rate(video.generations, PAGE_WINDOW));
  const failed = sumBy(rate(video.failures, PAGE_WINDOW));
  return timeseries({
    title: 'Generations',
    help: 'Generations per second that ended, and those of them that failed.',
    of: [series(ended, () => 'ended'), series(failed, () => 'failed')],
  });
}

function videos(world: World): Row {
  return {
    title: 'Videos',
    panels: [
      timeseries({
        title: 'Generations by theme',
        help: 'Generations per second that ended, well or badly, by theme.',
        of: series(sumBy(rate(video.generations, PAGE_WINDOW, THEME), 'theme'), ($) => $.theme),
      }),
      timeseries({
        title: 'Failed generations',
        help: 'Share of generations that failed, as the alert sees it.',
        ...watch(world, 'ratio', { VideoGenerationFailures: 'failed' }),
      }),
      stat({
        title: 'In flight',
        help: 'Generations being worked on right now.',
        of: series(sumBy(now(video.inFlight)), () => 'in flight'),
      }),
    ],
  };
}

function times(): Row {
  const duration = (q: number) =>
    series(
      quantile(video.duration, PAGE_WINDOW, { q, by: ['duration_category'], where: THEME }),
      ($) => `${$.duration_category} p${q * 100}`,
    );
  return {
    title: 'Generation times',
    panels: [
      heatmap({
        title: 'Generation times',
        help: 'How long successful generations took, of the chosen themes.',
        metric: video.duration,
        where: THEME,
      }),
      timeseries({
        title: 'Generation time by length of video',
        help: 'Median and 95th percentile of successful generations, by how long the video plays.',
        of: [duration(0.5), duration(0.95)],
      }),
      bars({
        title: 'Most active users',
        help: 'Generations of each user over all that the page shows; whoever is not listed is in “other”.',
        of: largestFew(
          sumBy(increase(video.generations, WHOLE_PAGE, THEME), 'user_id'),
          ($) => $.user_id,
        ),
      }),
    ],
  };
}

function stages(): Row {
  return {
    title: 'Stages',
    panels: [
      timeseries({
        title: 'Failures by stage',
        help: 'Failed generations per second by the stage they failed in.',
        of: series(sumBy(rate(video.failures, PAGE_WINDOW), 'stage'), ($) => $.stage),
      }),
      timeseries({
        title: 'Failures by error',
        help: 'Failed generations per second by the kind of error.',
        of: series(sumBy(rate(video.failures, PAGE_WINDOW), 'error_type'), ($) => $.error_type),
      }),
      timeseries({
        title: 'Stage time, 95th percentile',
        help: 'The slowest twentieth of generations spends at least this long in the stage.',
        of: series(
          quantile(video.stageDuration, PAGE_WINDOW, { q: 0.95, by: ['stage'] }),
          ($) => $.stage,
        ),
      }),
    ],
  };
}

function optimizations(world: World): Row {
  const runs = rate(optimization.runs, PAGE_WINDOW);
  return {
    title: 'AI optimisation',
    panels: [
      timeseries({
        title: 'Runs by level',
        help: 'Optimisation runs per second that ended, by level.',
        of: series(sumBy(runs, 'level'), ($) => $.level),
      }),
      timeseries({
        title: 'Failed optimisations',
        help: 'Share of runs that failed, as the alert sees it; the generation fails with each.',
        ...watch(world, 'ratio', { AiOptimizationFailures: '{{optimization_type}}' }),
      }),
      timeseries({
        title: 'Failures by error',
        help: 'Failed optimisation runs per second by the kind of error.',
        of: series(
          sumBy(rate(optimization.failures, PAGE_WINDOW), 'error_type'),
          ($) => $.error_type,
        ),
      }),
      timeseries({
        title: 'Run time, 95th percentile',
        help: 'The slowest twentieth of successful runs takes at least this long, by level.',
        of: series(
          quantile(optimization.duration, PAGE_WINDOW, { q: 0.95, by: ['level'] }),
          ($) => $.level,
        ),
      }),
    ],
  };
}

function quality(world: World): Row {
  return {
    title: 'Size and quality',
    panels: [
      heatmap({
        title: 'Size reduction',
        help: 'How much smaller files became, in percent of what went in; below zero they grew.',
        metric: optimization.sizeReduction,
      }),
      timeseries({
        title: 'Quality',
        help: 'Mean structural similarity over half an hour, as the alert sees it; below the line viewers see blocks.',
        ...watch(world, 'score', { VideoQualityDrop: 'all' }),
      }),
      timeseries({
        title: 'Quality by theme',
        help: 'Mean structural similarity by theme: some material bears less optimisation than other.',
        of: series(
          mean(video.quality, PAGE_WINDOW, { by: ['theme'], where: THEME }),
          ($) => $.theme,
        ),
      }),
      heatmap({
        title: 'Quality scores',
        help: 'How the scores of single videos spread: a mean hides a few that are spoiled.',
        metric: video.quality,
        where: THEME,
      }),
    ],
  };
}
