import { objectives, type Objective } from '@aura/alerts';
import { EXTERNAL, component, type ScrapeJob } from '@aura/metrics';
import {
  anyOf,
  maxBy,
  minBy,
  now,
  rate,
  scale,
  shareOfTime,
  sumBy,
  sumOf,
} from '@aura/metrics/promql';
import { largestFew, series, timeline, timeseries } from '../draw.js';
import type { PageUid, Panel, Row } from '../panel.js';
import { orNone, watch, type Watched, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { HEALTH, UP } from './states.js';

/* Panels that more than one page has. */

export function scrapeJobs(detail?: PageUid): Panel {
  return timeline({
    title: 'Scrape jobs',
    help: 'Red while a target of the job does not answer: what it would report is unknown then, not well.',
    of: series(minBy(now(EXTERNAL.prometheus.up), 'job'), ($) => $.job),
    states: UP,
    ...(detail && { detail }),
  });
}

/** One number a component: 0 healthy, 1 degraded, 2 unhealthy. */
export function componentHealth(detail?: PageUid): Panel {
  const is = (state: 'degraded' | 'unhealthy') =>
    maxBy(now(component.health, { state }), 'component');
  return timeline({
    title: 'Components',
    help: 'State of each component as the health aggregator finds it. Several at once have one cause: the health page names it.',
    of: series(sumOf(scale(is('unhealthy'), 2), is('degraded')), ($) => $.component),
    states: HEALTH,
    ...(detail && { detail }),
  });
}

/** What the alert compares; zero while requests come in and no 5xx status was ever sent. */
export function failedRequests(world: World): Watched<'ratio'> {
  const { events } = objectiveOf(world, 'ApiAvailability');
  return orNone(watch(world, 'ratio', { HighErrorRate: 'failed' }), () => events('5m'));
}

function objectiveOf({ thresholds }: World, name: Objective['name']): Objective {
  const found = objectives(thresholds).find((objective) => objective.name === name);
  if (found === undefined) throw new Error(`nothing was promised as ${name}`);
  return found;
}

/** What the processes behind scrape jobs take. */
export function processes(...jobs: readonly ScrapeJob[]): Row {
  const { memory, cpuSeconds } = EXTERNAL.target;
  const of = { job: anyOf(...jobs) };
  return {
    title: 'Processes',
    panels: [
      timeseries({
        title: 'Memory of processes',
        help: 'Memory each process holds. One that only ever grows will be killed by its limit.',
        of: largestFew(maxBy(now(memory, of), 'job', 'instance'), ($) => `${$.job} ${$.instance}`),
      }),
      timeseries({
        title: 'Processors used',
        help: 'Processor time each process uses, as a share of one processor; a Node.js service is at its end near 100 %.',
        of: largestFew(
          shareOfTime(sumBy(rate(cpuSeconds, PAGE_WINDOW, of), 'job', 'instance')),
          ($) => `${$.job} ${$.instance}`,
        ),
      }),
    ],
  };
}
