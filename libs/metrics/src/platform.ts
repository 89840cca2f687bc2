/**
 * The names of the watched world, once: label domains, rules, panels and health all read them from here.
 */

/** BullMQ queues of the platform: `render` makes videos, `housekeeping` sweeps old ones away. */
export const QUEUES = ['render', 'housekeeping'] as const;
export type QueueName = (typeof QUEUES)[number];

/** The states BullMQ gives a job. `waiting` includes no delayed, paused or prioritized job. */
export const JOB_STATES = [
  'waiting',
  'active',
  'completed',
  'failed',
  'delayed',
  'paused',
  'prioritized',
  'waiting-children',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** The stages a generation passes through, in order. */
export const STAGES = ['prepare', 'render', 'optimise', 'upload'] as const;
export type Stage = (typeof STAGES)[number];

export const THEMES = ['tech', 'nature', 'business', 'education', 'custom'] as const;
export type Theme = (typeof THEMES)[number];

/** How long the finished video plays; see `durationCategory`. */
export const DURATION_CATEGORIES = ['short', 'medium', 'long'] as const;
export type DurationCategory = (typeof DURATION_CATEGORIES)[number];

/** The category of a video that plays for `videoSeconds`: under 4 s short, under 10 s medium, else long. */
export function durationCategory(videoSeconds: number): DurationCategory {
  if (videoSeconds < 4) return 'short';
  return videoSeconds < 10 ? 'medium' : 'long';
}

export const OPTIMIZATION_TYPES = ['video', 'thumbnail'] as const;
export type OptimizationType = (typeof OPTIMIZATION_TYPES)[number];

export const OPTIMIZATION_LEVELS = ['fast', 'standard', 'maximum'] as const;
export type OptimizationLevel = (typeof OPTIMIZATION_LEVELS)[number];

/** Why a generation or an optimisation failed. An error of any other name counts as `other`. */
export const ERROR_TYPES = [
  'TimeoutError',
  'EncoderError',
  'StorageError',
  'InputError',
  'InjectedError',
  'other',
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

/** What a customer pays for. */
export const PLANS = ['free', 'creator', 'studio'] as const;
export type Plan = (typeof PLANS)[number];

/** ISO 4217 codes of the currencies that payments are taken in. */
export const CURRENCIES = ['USD', 'EUR'] as const;
export type Currency = (typeof CURRENCIES)[number];

/**
 * Everything that can be in trouble, and what each leans on. Health names root causes with this graph, and the
 * Alertmanager's inhibit rules follow it: what leans on a dead thing does not page on its own.
 */
export const DEPENDS_ON = {
  video: ['application', 'queue', 'ffmpeg'],
  application: ['database', 'queue', 'ffmpeg', 'disk'],
  business: ['database'],
  queue: ['database', 'redis'],
  database: ['disk', 'host'],
  redis: ['host'],
  ffmpeg: ['host'],
  gpu: ['host'],
  gateway: ['host'],
  disk: ['host'],
  host: [],
  monitoring: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ComponentName = keyof typeof DEPENDS_ON;
export const COMPONENTS = Object.keys(DEPENDS_ON) as readonly ComponentName[]; // the keys of a const object are exactly its type's keys

/** Scrape jobs, named as Prometheus' `job` label shows them, with the port each listens on by default. */
export const SCRAPE_JOBS = {
  application: 8010,
  'metrics-gateway': 8000,
  'health-aggregator': 8001,
  'gpu-queue-collector': 8002,
  'business-reporter': 8003,
  node: 9100,
  postgres: 9187,
  prometheus: 9090,
  alertmanager: 9093,
  redis: 9121,
  cadvisor: 8080,
  dcgm: 9400,
} as const satisfies Readonly<Record<string, number>>;
export type ScrapeJob = keyof typeof SCRAPE_JOBS;
export const SCRAPE_JOB_NAMES = Object.keys(SCRAPE_JOBS) as readonly ScrapeJob[]; // exactly its type's keys

/** Jobs that not every deployment has: queues may live in PostgreSQL, nothing in containers, no GPU anywhere. */
export const OPTIONAL_JOBS = ['redis', 'cadvisor', 'dcgm'] as const satisfies readonly ScrapeJob[];
export type OptionalJob = (typeof OPTIONAL_JOBS)[number];
export type RequiredJob = Exclude<ScrapeJob, OptionalJob>;
export const REQUIRED_JOB_NAMES = SCRAPE_JOB_NAMES.filter(isRequired);

function isRequired(job: ScrapeJob): job is RequiredJob {
  return !OPTIONAL_JOBS.some((optional) => optional === job);
}
