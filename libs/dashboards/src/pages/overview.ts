import { EXTERNAL, business, component, http, optimization, queue, video } from '@aura/metrics';
import {
  above,
  avgBy,
  below,
  complement,
  matching,
  maxBy,
  mean,
  minBy,
  now,
  quantile,
  rate,
  ratio,
  shareOfTime,
  sumBy,
} from '@aura/metrics/promql';
import { waitingJobs } from '@aura/alerts';
import type { Thresholds } from '@aura/thresholds';
import { stat, timeseries, type Page, type Row } from '../panel.js';

const WINDOW = '5m';
const { node, prometheus } = EXTERNAL;

/** The page a person opens first: is it well, and if not, where. */
export function overview(thresholds: Thresholds): Page {
  return {
    uid: 'aura-overview',
    title: 'Aura Render overview',
    rows: [
      serviceHealth(),
      requests(thresholds),
      videoGeneration(thresholds),
      systemResources(thresholds),
      aiOptimization(),
      businessFigures(),
    ],
  };
}

function serviceHealth(): Row {
  return {
    title: 'Service health',
    panels: [
      stat({
        title: 'Scrape targets',
        help: '1 for every job whose targets answer, 0 when one does not.',
        vector: minBy(now(prometheus.up), 'job'),
        legend: ($) => $.job,
      }),
      stat({
        title: 'Components',
        help: '1 while the health aggregator finds the component healthy.',
        vector: maxBy(now(component.health, { state: 'healthy' }), 'component'),
        legend: ($) => $.component,
      }),
    ],
  };
}

function requests({ api }: Thresholds): Row {
  const all = rate(http.requests, WINDOW, { job: 'application' });
  const failed = rate(http.requests, WINDOW, { job: 'application', status: matching('5..') });
  const share = ratio(sumBy(failed), sumBy(all));
  return {
    title: 'Requests',
    panels: [
      timeseries({
        title: 'Traffic',
        help: 'Requests per second to the application, by route.',
        vector: sumBy(all, 'endpoint'),
        legend: ($) => $.endpoint,
      }),
      timeseries({
        title: 'Latency, 95th percentile',
        help: 'The slowest twentieth of requests takes at least this long, by route.',
        vector: quantile(http.duration, WINDOW, {
          q: 0.95,
          by: ['endpoint'],
          where: { job: 'application' },
        }),
        legend: ($) => $.endpoint,
      }),
      timeseries({
        title: 'Failed requests',
        help: 'Share of requests answered with a 5xx status.',
        vector: share,
        legend: () => 'failed',
        watchedBy: above(share, api.errorRatio),
      }),
    ],
  };
}

function videoGeneration({ queue: limits }: Thresholds): Row {
  return {
    title: 'Video generation',
    panels: [
      timeseries({
        title: 'Finished generations',
        help: 'Generations per second that ended, well or badly, by theme.',
        vector: sumBy(rate(video.generations, WINDOW), 'theme'),
        legend: ($) => $.theme,
      }),
      timeseries({
        title: 'Failed generations',
        help: 'Failures per second by the stage they happened in.',
        vector: sumBy(rate(video.failures, WINDOW), 'stage'),
        legend: ($) => $.stage,
      }),
      timeseries({
        title: 'Waiting jobs',
        help: 'Jobs that could run now and wait for a worker.',
        vector: waitingJobs.series,
        legend: ($) => $.queue,
        watchedBy: above(waitingJobs.series, limits.backlog),
      }),
      timeseries({
        title: 'Oldest waiting job',
        help: 'How long the job at the head of the queue has waited.',
        vector: maxBy(now(queue.oldestWaitingAge), 'queue'),
        legend: ($) => $.queue,
      }),
    ],
  };
}

function systemResources({ disk }: Thresholds): Row {
  const idle = avgBy(rate(node.cpuSeconds, WINDOW, { mode: 'idle' }));
  const free = ratio(
    minBy(now(node.filesystemAvailable), 'instance', 'mountpoint'),
    minBy(now(node.filesystemSize), 'instance', 'mountpoint'),
  );
  return {
    title: 'System resources',
    panels: [
      timeseries({
        title: 'Busy processors',
        help: 'Share of time that processors did something, averaged over all of them.',
        vector: complement(shareOfTime(idle)),
        legend: () => 'busy',
      }),
      timeseries({
        title: 'Memory in use',
        help: 'Share of the memory that programs could not get any more.',
        vector: complement(ratio(sumBy(now(node.memoryAvailable)), sumBy(now(node.memoryTotal)))),
        legend: () => 'used',
      }),
      timeseries({
        title: 'Free disk',
        help: 'Share of each filesystem that may still be filled.',
        vector: free,
        legend: ($) => $.mountpoint,
        watchedBy: below(free, disk.freeDegraded),
      }),
    ],
  };
}

function aiOptimization(): Row {
  return {
    title: 'AI optimisation',
    panels: [
      timeseries({
        title: 'Size reduction',
        help: 'Mean reduction of what the optimisation put out, in percent of what it got.',
        vector: mean(optimization.sizeReduction, WINDOW, { by: ['optimization_type'] }),
        legend: ($) => $.optimization_type,
      }),
      timeseries({
        title: 'Quality score',
        help: 'Mean structural similarity of the delivered video to its render; 1 is identical.',
        vector: mean(video.quality, WINDOW, { by: ['optimization_level'] }),
        legend: ($) => $.optimization_level,
      }),
      timeseries({
        title: 'Optimisation time, 95th percentile',
        help: 'The slowest twentieth of optimisation runs takes at least this long.',
        vector: quantile(optimization.duration, WINDOW, { q: 0.95, by: ['optimization_type'] }),
        legend: ($) => $.optimization_type,
      }),
    ],
  };
}

function businessFigures(): Row {
  return {
    title: 'Business',
    panels: [
      stat({
        title: 'Active users',
        help: 'Distinct users who asked for a video within the window.',
        vector: maxBy(now(business.activeUsers), 'window'),
        legend: ($) => $.window,
      }),
      stat({
        title: 'Active subscriptions',
        help: 'Subscriptions active now, by plan.',
        vector: maxBy(now(business.subscriptions), 'plan'),
        legend: ($) => $.plan,
      }),
      timeseries({
        title: 'Revenue per second',
        help: 'Money received, by currency, averaged over five minutes.',
        vector: sumBy(rate(business.revenue, WINDOW), 'currency'),
        legend: ($) => $.currency,
      }),
    ],
  };
}
