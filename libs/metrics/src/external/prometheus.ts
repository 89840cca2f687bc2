import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalGauge } from './define.js';

const INSTANCE = upTo(100, 'one per scrape target');

/** What Prometheus itself writes for every target. */
export const prometheus = {
  up: externalGauge({
    name: 'up',
    unit: 'count',
    help: 'Whether the last scrape of a target succeeded.',
    labels: { job: SCRAPE_JOB_NAMES, instance: INSTANCE },
  }),
};
