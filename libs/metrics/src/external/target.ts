import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalCounter, externalGauge } from './define.js';

const TARGET = { job: SCRAPE_JOB_NAMES, instance: upTo(100, 'one per scrape target') };

/** What is known of every target, or of every one that is a process of its own. */
export const target = {
  scrapeDuration: externalGauge({
    name: 'scrape_duration_seconds',
    unit: 'seconds',
    help: 'Time the last scrape of a target took.',
    labels: TARGET,
  }),
  samplesScraped: externalGauge({
    name: 'scrape_samples_scraped',
    unit: 'count',
    help: 'Samples that a target exposed in its last scrape.',
    labels: TARGET,
  }),
  startTime: externalGauge({
    name: 'process_start_time_seconds',
    unit: 'seconds',
    help: 'When the process behind a target was started, in seconds since the epoch.',
    labels: TARGET,
  }),
  memory: externalGauge({
    name: 'process_resident_memory_bytes',
    unit: 'bytes',
    help: 'Memory of the process behind a target.',
    labels: TARGET,
  }),
  cpuSeconds: externalCounter({
    name: 'process_cpu_seconds_total',
    unit: 'seconds',
    help: 'Processor time of the process behind a target.',
    labels: TARGET,
  }),
};
