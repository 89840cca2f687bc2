import { COMPONENTS, EXTERNAL, http, optimization, video } from '@aura/metrics';
import {
  anyOf,
  atLeast,
  both,
  holding,
  maxBy,
  mean,
  now,
  orZero,
  quantile,
  rate,
  secondsSince,
  sumBy,
  type Vector,
} from '@aura/metrics/promql';

import { series, stat, table, timeseries } from '../draw.js';
import type { Page, Row, State } from '../panel.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { atAGlance } from './glance.js';
import { gpuTemperature, gpuUtilization } from './gpu.js';
import { diskFree, memoryInUse, processorsBusy } from './infrastructure.js';
import { oldestWaiting, waiting } from './render.js';
import { componentHealth, failedRequests, scrapeJobs } from './shared.js';
import { generations } from './videos.js';

/** The page a person opens first: is it well, and if not, where. */
export function overview(world: World): Page {
  return {
    uid: 'aura-overview',
    title: 'Aura Render overview',
    help: 'Is it well, and if not, where. The first row says what is broken now; each panel leads to the page that tells more.',
    span: '30m',
    variables: [],
    components: COMPONENTS,
    rows: [
      brokenNow(),
      atAGlance(world),
      serviceHealth(),
      requests(world),
      videoGeneration(world),
      systemResources(world),
      aiOptimization(world),
      gpu(world),
    ],
  };
}

const { activeSince, alerts } = EXTERNAL.evaluated;
const ALERT = ['alertname', 'component', 'severity'] as const;
const none: State = { value: 0, text: 'none', color: 'green' };

function brokenNow(): Row {
  const firing = (severity: 'page' | 'ticket') =>
    orZero(sumBy(now(alerts, { alertstate: 'firing', severity })));
  return {
    title: 'Broken now',
    height: 5,
    panels: [
      stat({
        title: 'Pages',
        help: 'Alerts that wake somebody and fire now. Not none: read the list beside it from the top.',
        of: series(firing('page'), () => 'pages'),
        states: [none],
        limits: [{ value: 1, breach: 'above', severity: 'page' }],
        detail: 'aura-health',
        width: 4,
      }),
      stat({
        title: 'Tickets',
        help: 'Alerts that can wait for the morning and fire now.',
        of: series(firing('ticket'), () => 'tickets'),
        states: [none],
        limits: [{ value: 1, breach: 'above', severity: 'ticket' }],
        detail: 'aura-health',
        width: 4,
      }),
      table({
        title: 'Firing',
        whenEmpty: 'Nothing fires',
        help: 'What fires now, whose trouble it is and for how long; the name leads to the alert and its runbook. An empty list with the dead man’s switch silent is no peace: see the page of the stack.',
        of: series(firingFor(), ($) => $.alertname),
        firstBy: [
          { column: 'severity', isDescending: false },
          { column: 'Firing', isDescending: true },
        ],
        detail: 'aura-health',
        width: 16,
      }),
    ],
  };
}

/** Time since the condition of each alert that fires began to hold. */
function firingFor(): Vector<(typeof ALERT)[number], 'seconds'> {
  const named = now(alerts, { alertstate: 'firing', severity: anyOf('page', 'ticket') });
  const age = secondsSince(maxBy(now(activeSince), ...ALERT));
  const isFiring = atLeast(maxBy(named, ...ALERT), { value: 1, unit: 'count' });
  return holding(both(atLeast(age, { value: 0, unit: 'seconds' }), isFiring));
}

function serviceHealth(): Row {
  return {
    title: 'Service health',
    panels: [componentHealth('aura-health'), scrapeJobs('aura-stack')],
  };
}

function requests(world: World): Row {
  return {
    title: 'Requests',
    panels: [
      timeseries({
        title: 'Traffic',
        help: 'Requests per second to the application, by status. A fall to nothing is as bad as an error.',
        of: series(
          sumBy(rate(http.requests, PAGE_WINDOW, { job: 'application' }), 'status'),
          ($) => $.status,
        ),
        detail: 'aura-api',
      }),
      timeseries({
        title: 'Latency, 95th percentile',
        help: 'One request in twenty takes longer than this. Users click again above the red line.',
        ...watch(world, 'seconds', { HighRequestLatency: 'slowest twentieth' }),
        detail: 'aura-api',
      }),
      timeseries({
        title: 'Failed requests',
        help: 'Share of requests answered with a 5xx status, as the alert sees it; with few requests it says little.',
        ...failedRequests(world),
        detail: 'aura-api',
      }),
    ],
  };
}

function videoGeneration(world: World): Row {
  return {
    title: 'Video generation',
    panels: [
      generations(),
      timeseries({
        title: 'Failed generations',
        help: 'Share of generations that failed, as the alert sees it.',
        ...watch(world, 'ratio', { VideoGenerationFailures: 'failed' }),
      }),
      waiting(world),
      oldestWaiting(world),
    ].map((panel) => ({ ...panel, detail: 'aura-render' as const })),
  };
}

function systemResources(world: World): Row {
  return {
    title: 'System resources',
    panels: [processorsBusy(world), memoryInUse(world), diskFree(world)].map((panel) => ({
      ...panel,
      detail: 'aura-infrastructure' as const,
    })),
  };
}

function aiOptimization(world: World): Row {
  return {
    title: 'AI optimisation',
    panels: [
      timeseries({
        title: 'Failed optimisations',
        help: 'Share of optimisation runs that failed; the generation fails with each of them.',
        ...watch(world, 'ratio', { AiOptimizationFailures: '{{optimization_type}}' }),
      }),
      timeseries({
        title: 'Optimisation time, 95th percentile',
        help: 'The slowest twentieth of successful runs takes at least this long.',
        of: series(
          quantile(optimization.duration, PAGE_WINDOW, { q: 0.95, by: ['optimization_type'] }),
          ($) => $.optimization_type,
        ),
      }),
      timeseries({
        title: 'Size reduction',
        help: 'Mean reduction of what went in; below zero files grow.',
        of: series(
          mean(optimization.sizeReduction, PAGE_WINDOW, { by: ['optimization_type'] }),
          ($) => $.optimization_type,
        ),
      }),
      timeseries({
        title: 'Quality by level',
        help: 'Mean structural similarity of the delivered video to its render, by level; 1 is identical.',
        of: series(
          mean(video.quality, PAGE_WINDOW, { by: ['optimization_level'] }),
          ($) => $.optimization_level,
        ),
      }),
    ].map((panel) => ({ ...panel, detail: 'aura-render' as const })),
  };
}

function gpu(world: World): Row {
  return {
    title: 'GPU',
    panels: [
      gpuUtilization(),
      gpuTemperature(),
      timeseries({
        title: 'Encoder',
        whenEmpty: 'No GPU is measured',
        help: 'Share of time in which the video encoder of each GPU was busy: renders wait for it above the line.',
        ...watch(world, 'ratio', { GpuEncoderSaturated: 'GPU {{gpu}} {{UUID}}' }),
      }),
    ].map((panel) => ({ ...panel, detail: 'aura-gpu' as const })),
  };
}
