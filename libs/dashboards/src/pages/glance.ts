import { EXTERNAL, component } from '@aura/metrics';
import { countOf, maxBy, now, scale, sumBy, sumOf } from '@aura/metrics/promql';
import { series, stat } from '../draw.js';
import type { PageUid, Panel, Row } from '../panel.js';
import { watch, worst, type World } from '../watch.js';
import { utilizationOfBusiest } from './gpu.js';
import { failedRequests } from './shared.js';

/**
 * Two numbers for each of the six sections, in their order, a column each: what fits on the first screen. The numbers
 * are those of the alerts, of the series that is worst, in the colour that the alert gives them.
 */
export function atAGlance(world: World): Row {
  return { title: 'At a glance', height: 4, panels: [...upper(world), ...lower(world)] };
}

const ANY = [{ value: 1, breach: 'above', severity: 'page' }] as const;

function upper(world: World): readonly Panel[] {
  return [
    column('aura-health', {
      title: 'Components unhealthy',
      help: 'How many components do not work, as the health aggregator finds them. No value: nobody looks.',
      of: series(
        sumBy(maxBy(now(component.health, { state: 'unhealthy' }), 'component')),
        () => 'unhealthy',
      ),
      limits: ANY,
    }),
    column('aura-api', {
      title: 'Requests that fail',
      help: 'Share of requests answered with a 5xx status within five minutes.',
      ...failedRequests(world),
    }),
    column('aura-render', {
      title: 'Videos that fail',
      help: 'Share of generations that failed.',
      ...watch(world, 'ratio', { VideoGenerationFailures: 'failed' }),
    }),
    column('aura-infrastructure', {
      title: 'Busiest host',
      help: 'Share of time that the processors of the busiest host did something.',
      ...worst(watch(world, 'ratio', { HighCpuUsage: '', CpuExhausted: '' }), 'busiest'),
    }),
    column('aura-render', {
      title: 'Optimisations that fail',
      help: 'Share of optimisation runs that failed, of the kind that fails most.',
      ...worst(watch(world, 'ratio', { AiOptimizationFailures: '' }), 'failed'),
    }),
    column('aura-gpu', {
      title: 'Busiest GPU',
      whenEmpty: 'No GPU',
      help: 'Share of time in which the busiest GPU computed something.',
      of: series(utilizationOfBusiest(), () => 'busiest'),
    }),
  ];
}

function lower(world: World): readonly Panel[] {
  const { up } = EXTERNAL.prometheus;
  return [
    column('aura-stack', {
      title: 'Targets down',
      help: 'How many targets do not answer their scrapes: what they would report is unknown.',
      of: series(sumOf(countOf(now(up)), scale(sumBy(now(up)), -1)), () => 'down'),
      limits: [{ value: 1, breach: 'above', severity: 'ticket' }],
    }),
    column('aura-api', {
      title: 'Slow requests take',
      help: 'One request in twenty takes longer than this.',
      ...watch(world, 'seconds', { HighRequestLatency: 'slowest twentieth' }),
    }),
    column('aura-render', {
      title: 'Longest wait in a queue',
      help: 'How long the job at the head of the slowest queue has waited.',
      ...worst(watch(world, 'seconds', { QueueStuck: '' }), 'oldest'),
    }),
    column('aura-infrastructure', {
      title: 'Fullest disk: free',
      help: 'Share of the fullest filesystem that may still be filled.',
      ...worst(watch(world, 'ratio', { DiskSpaceLow: '', DiskAlmostFull: '' }), 'free'),
    }),
    column('aura-render', {
      title: 'Quality',
      help: 'Mean structural similarity of delivered videos to their renders; 1 is identical.',
      ...watch(world, 'score', { VideoQualityDrop: 'all' }),
    }),
    column('aura-gpu', {
      title: 'Busiest encoder',
      whenEmpty: 'No GPU',
      help: 'Share of time in which the busiest video encoder worked: above its limit renders wait for it.',
      ...worst(watch(world, 'ratio', { GpuEncoderSaturated: '' }), 'busiest'),
    }),
  ];
}

/** A sixth of the page, and the page that tells more. */
function column(detail: PageUid, spec: Parameters<typeof stat>[0]): Panel {
  return stat({ ...spec, detail, width: 4 });
}
