import { threshold } from './threshold.js';

/**
 * Every threshold with its default. A deployment overrides values by the same names in `thresholds.yml`;
 * services, alert rules, panels and promtool tests all read the result.
 */
export const DEFAULTS = {
  api: {
    errorRatio: threshold({
      value: 0.1,
      unit: 'ratio',
      min: 0.001,
      max: 1,
      why: 'One failed request in ten is what users report before dashboards show it.',
    }),
    minimumRequests: threshold({
      value: 20,
      unit: 'count',
      min: 1,
      max: 100_000,
      why: 'Below twenty requests in the window a ratio says more about chance than about the service.',
    }),
    responseDegraded: threshold({
      value: 1,
      unit: 'seconds',
      min: 0.01,
      max: 60,
      why: 'The readiness answer touches no video; a second for it means that the event loop or the database lags.',
    }),
  },
  queue: {
    backlog: threshold({
      value: 100,
      unit: 'count',
      min: 1,
      max: 1_000_000,
      why: 'A hundred renders ahead is more than users wait for with the workers of one machine.',
    }),
  },
  database: {
    latencyDegraded: threshold({
      value: 0.25,
      unit: 'seconds',
      min: 0.001,
      max: 30,
      why: 'A trivial query answers in about a millisecond; a quarter of a second is two hundred times that.',
    }),
  },
  disk: {
    freeDegraded: threshold({
      value: 0.15,
      unit: 'ratio',
      min: 0,
      max: 1,
      why: 'Renders write whole files; the last seventh of a disk goes within hours of heavy use.',
    }),
    freeUnhealthy: threshold({
      value: 0.05,
      unit: 'ratio',
      min: 0,
      max: 1,
      why: 'PostgreSQL and FFmpeg begin to fail in ways that cost data when a disk is full.',
    }),
  },
  business: {
    figuresAge: threshold({
      value: 600,
      unit: 'seconds',
      min: 30,
      max: 86_400,
      why: 'Decisions about money bear ten minutes of delay; older figures are withheld rather than shown as new.',
    }),
  },
  gateway: {
    series: threshold({
      value: 200_000,
      unit: 'count',
      min: 100,
      max: 10_000_000,
      why: 'About half a kilobyte a series: past this the process needs more memory than a small machine gives it.',
    }),
  },
} as const;

export type Thresholds = typeof DEFAULTS;
