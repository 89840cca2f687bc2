export {
  OVERFLOW_VALUE,
  UNIT_SUFFIX,
  counter,
  gauge,
  histogram,
  isOpen,
  seriesCeiling,
  upTo,
} from './metric.js';
export type {
  Domain,
  Kind,
  LabelDomains,
  LabelName,
  LabelValues,
  Metric,
  OpenDomain,
  Unit,
} from './metric.js';
export { LABEL_NAME, METRIC_NAME } from './name.js';
export { CATALOGUE, METRICS } from './catalogue/index.js';
export { business } from './catalogue/business.js';
export { component } from './catalogue/component.js';
export { gateway, PUSH_ROUTES, REFUSAL_REASONS } from './catalogue/gateway.js';
export { http } from './catalogue/http.js';
export { instrumentation } from './catalogue/instrumentation.js';
export { guard } from './catalogue/guard.js';
export { journal } from './catalogue/journal.js';
export { optimization } from './catalogue/optimization.js';
export { queue } from './catalogue/queue.js';
export { sweep } from './catalogue/sweep.js';
export { video } from './catalogue/video.js';
export { EVENTS } from './events/index.js';
export type { EventData, EventName, PlatformEvent } from './events/index.js';
export type { EventType, Movement } from './events/event.js';
export type { DataOf, Field, Fields } from './events/field.js';
export { DCGM_CARD, DCGM_NO_VALUE } from './external/dcgm.js';
export { EXTERNAL, EXTERNAL_METRICS } from './external/index.js';
export {
  COMPONENTS,
  CURRENCIES,
  DEPENDS_ON,
  DURATION_CATEGORIES,
  ERROR_TYPES,
  JOB_STATES,
  OPTIMIZATION_LEVELS,
  OPTIMIZATION_TYPES,
  PLANS,
  QUEUES,
  REQUIRED_JOB_NAMES,
  SCRAPE_JOBS,
  SCRAPE_JOB_NAMES,
  STAGES,
  THEMES,
  durationCategory,
} from './platform.js';
export type {
  ComponentName,
  Currency,
  DurationCategory,
  ErrorType,
  JobState,
  OptimizationLevel,
  OptimizationType,
  Plan,
  QueueName,
  OptionalJob,
  RequiredJob,
  ScrapeJob,
  Stage,
  Theme,
} from './platform.js';
