import { threshold } from '../threshold.js';

/** What everything stands on. */
export const INFRASTRUCTURE = {
  host: {
    cpuBusy: threshold({
      value: 0.9,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'Renders use what there is; nine tenths for a quarter of an hour leaves nothing for the rest.',
    }),
    cpuExhausted: threshold({
      value: 0.98,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'At this point health checks themselves begin to time out.',
    }),
    memoryUsed: threshold({
      value: 0.9,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'The last tenth holds the page cache that PostgreSQL lives on.',
    }),
    memoryExhausted: threshold({
      value: 0.97,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'The kernel begins to kill processes soon after.',
    }),
  },
  disk: {
    fullWithin: threshold({
      value: 86400,
      unit: 'seconds',
      min: 3600,
      max: 2592000,
      why: 'A day is enough to act within working hours.',
    }),
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
  database: {
    latencyDegraded: threshold({
      value: 0.25,
      unit: 'seconds',
      min: 0.001,
      max: 30,
      why: 'A trivial query answers in about a millisecond; a quarter of a second is two hundred times that.',
    }),
  },
  redis: {
    memoryUsed: threshold({
      value: 0.9,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'Beyond its limit Redis evicts or refuses, and BullMQ loses jobs; the last tenth goes quickly.',
    }),
  },
  gpu: {
    encoderBusy: threshold({
      value: 0.95,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'An encoder this busy for minutes is what limits the number of renders.',
    }),
    uncorrectableErrors: threshold({
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      why: 'ECC memory that cannot correct an error has spoiled a render or ended it; none is normal.',
    }),
  },
} as const;
