import { http, instrumentation } from '@aura/metrics';
import {
  above,
  holding,
  matching,
  maxBy,
  now,
  observations,
  orElse,
  quantile,
  rate,
  ratio,
  scale,
  sumBy,
} from '@aura/metrics/promql';
import { bars, heatmap, largestFew, series, stat, table, timeline, timeseries } from '../draw.js';
import type { Page, Row } from '../panel.js';
import { variable } from '../variable.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW, WHOLE_PAGE } from '../window.js';
import { failedRequests, processes } from './shared.js';
import { UP } from './states.js';

const endpoint = variable({ title: 'Route', metric: http.requests, label: 'endpoint' });
const method = variable({ title: 'Method', metric: http.requests, label: 'method' });

const CHOSEN = { job: 'application', endpoint: endpoint.matcher, method: method.matcher } as const;

/** What callers of the application see. */
export function api(world: World): Page {
  return {
    uid: 'aura-api',
    title: 'API',
    help: 'What callers of the application see: how much is asked, how long it takes, what fails, and on which route.',
    span: '1h',
    variables: [endpoint, method],
    components: ['application'],
    rows: [atOnce(world), traffic(), latency(), instruments(), processes('application')],
  };
}

function atOnce(world: World): Row {
  return {
    title: 'All user requests',
    panels: [
      timeline({
        title: 'Application',
        help: 'Whether any replica of the application answers Prometheus.',
        ...watch(world, 'count', { ApplicationDown: '{{job}}' }),
        states: UP,
      }),
      stat({
        title: 'In flight',
        help: 'Requests being answered right now. It rises before latency does.',
        of: series(sumBy(now(http.inFlight, { job: 'application' })), () => 'in flight'),
      }),
      timeseries({
        title: 'Latency, 95th percentile',
        help: 'Over all user requests, as the alert sees it: scrapes and probes are left out.',
        ...watch(world, 'seconds', { HighRequestLatency: 'slowest twentieth' }),
      }),
      timeseries({
        title: 'Failed requests',
        help: 'Share answered with a 5xx status over all user requests, as the alert sees it.',
        ...failedRequests(world),
      }),
    ],
  };
}

function traffic(): Row {
  const all = rate(http.requests, PAGE_WINDOW, CHOSEN);
  const byRoute = sumBy(all, 'endpoint');
  const failed = sumBy(
    rate(http.requests, PAGE_WINDOW, { ...CHOSEN, status: matching('5..') }),
    'endpoint',
  );
  return {
    title: 'Traffic of the chosen routes',
    panels: [
      timeseries({
        title: 'Requests by route',
        help: 'Requests per second by route template.',
        of: largestFew(byRoute, ($) => $.endpoint),
      }),
      timeseries({
        title: 'Requests by status',
        help: 'Requests per second by the status sent; 4xx are callers’ mistakes, 5xx ours.',
        of: series(sumBy(all, 'status'), ($) => $.status),
      }),
      timeseries({
        title: 'Failing routes',
        help: 'Share of requests of each route answered with a 5xx status: one bad route hides in the total.',
        of: largestFew(ratio(orElse(failed, scale(byRoute, 0)), byRoute), ($) => $.endpoint),
      }),
    ],
  };
}

function latency(): Row {
  const of = (q: number) =>
    series(quantile(http.duration, PAGE_WINDOW, { q, by: [], where: CHOSEN }), () => `p${q * 100}`);
  return {
    title: 'Latency of the chosen routes',
    panels: [
      heatmap({
        title: 'Durations',
        help: 'How durations spread: two bands are two kinds of request, or a cache that misses.',
        metric: http.duration,
        where: CHOSEN,
      }),
      timeseries({
        title: 'Percentiles',
        help: 'Half, one in twenty and one in a hundred requests take longer than this.',
        of: [of(0.5), of(0.95), of(0.99)],
      }),
      bars({
        title: 'Slowest routes',
        help: '95th percentile of each route over all that the page shows.',
        of: largestFew(
          quantile(http.duration, WHOLE_PAGE, { q: 0.95, by: ['endpoint'], where: CHOSEN }),
          ($) => $.endpoint,
        ),
      }),
      timeseries({
        title: 'Observed requests by method',
        help: 'Requests per second whose duration was taken, by method.',
        of: series(
          sumBy(observations(http.duration, PAGE_WINDOW, CHOSEN), 'method'),
          ($) => $.method,
        ),
      }),
    ],
  };
}

function instruments(): Row {
  return {
    title: 'Instruments',
    panels: [
      table({
        title: 'Labels that are full',
        whenEmpty: 'No label is full',
        help: 'Label values folded into “other” per second: past its ceiling a label says nothing of newcomers.',
        of: series(
          holding(
            above(maxBy(rate(instrumentation.overflows, WHOLE_PAGE), 'metric', 'label'), {
              value: 0,
              unit: 'count/s',
            }),
          ),
          ($) => `${$.metric} ${$.label}`,
        ),
      }),
    ],
  };
}
