import { threshold } from '../threshold.js';

/** What users feel: the API, its queues, the videos, and what was promised of them. */
export const APPLICATION = {
  api: {
    latencyP95: threshold({
      value: 2,
      unit: 'seconds',
      min: 0.01,
      max: 9, // well below 10 s, past which the histogram of requests tells no durations apart
      why: 'Above two seconds people click again, which makes the queue longer and the wait worse.',
    }),
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
    oldestWaiting: threshold({
      value: 600,
      unit: 'seconds',
      min: 10,
      max: 86400,
      why: 'Ten minutes in line is when users write to support.',
    }),
    overdueJobs: threshold({
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      why: 'One job that runs for longer than is expected of its queue is worth a look.',
    }),
    expectedRender: threshold({
      value: 120,
      unit: 'seconds',
      min: 1,
      max: 86400,
      why: 'Fifteen seconds of video take a few seconds to render; two minutes is a job that hangs.',
    }),
    expectedHousekeeping: threshold({
      value: 60,
      unit: 'seconds',
      min: 1,
      max: 86400,
      why: 'A sweep looks at a folder; a minute means a disk in trouble.',
    }),
    stalledJobs: threshold({
      value: 2,
      unit: 'count',
      min: 0,
      max: 1000,
      why: 'A deployment may stall a job or two; more means that workers die.',
    }),
    growingBacklog: threshold({
      value: 200,
      unit: 'count',
      min: 1,
      max: 1000000,
      why: 'Twice the backlog that makes a ticket: whoever asks now waits for all of it.',
    }),
    backlog: threshold({
      value: 100,
      unit: 'count',
      min: 1,
      max: 1_000_000,
      why: 'A hundred renders ahead is more than users wait for with the workers of one machine.',
    }),
  },
  video: {
    failureRatio: threshold({
      value: 0.2,
      unit: 'ratio',
      min: 0.001,
      max: 1,
      why: 'One failed video in five: users notice, and retries double the load.',
    }),
    minimumGenerations: threshold({
      value: 10,
      unit: 'count',
      min: 1,
      max: 100000,
      why: 'Below ten generations in the window a ratio says more about chance than about the pipeline.',
    }),
    optimizationFailureRatio: threshold({
      value: 0.1,
      unit: 'ratio',
      min: 0.001,
      max: 1,
      why: 'A generation fails with its optimisation, so a tenth of these is half of what pages.',
    }),
    qualityScore: threshold({
      value: 0.9,
      unit: 'score',
      min: 0.1,
      max: 1,
      why: 'Below 0.9 structural similarity viewers begin to see blocks.',
    }),
    finishedWithin: threshold({
      value: 120,
      unit: 'seconds',
      min: 1,
      max: 1800,
      why: 'What the product promises for a video of ordinary length.',
    }),
  },
  // Below 94 % the fastest burn alert could never fire: 14.4 times the error budget would be more than everything.
  slo: {
    apiAvailability: threshold({
      value: 0.99,
      unit: 'ratio',
      min: 0.94,
      max: 0.9999,
      why: 'One request in a hundred may fail over thirty days.',
    }),
    apiLatency: threshold({
      value: 0.95,
      unit: 'ratio',
      min: 0.94,
      max: 0.9999,
      why: 'One request in twenty may take longer than the latency limit.',
    }),
    videoSuccess: threshold({
      value: 0.95,
      unit: 'ratio',
      min: 0.94,
      max: 0.9999,
      why: 'One generation in twenty may fail and be asked for again.',
    }),
    videoDuration: threshold({
      value: 0.95,
      unit: 'ratio',
      min: 0.94,
      max: 0.9999,
      why: 'One video in twenty may take longer than promised.',
    }),
    minimumBadEvents: threshold({
      value: 10,
      unit: 'count',
      min: 1,
      max: 100000,
      why: 'Fewer bad events than this within the long window are an anecdote, whatever share they are.',
    }),
  },
} as const;
