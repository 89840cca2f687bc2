export { bind } from './bind.js';
export type { CounterHandle, CounterSeries, LabelledCounter } from './counter.js';
export { Track, TrackAiOptimization, TrackRequests, TrackVideoGeneration } from './decorators.js';
export type { Chosen, MethodTracker, TracksMethod } from './decorators.js';
export type { AnyRegistry } from './family.js';
export type { GaugeHandle, GaugeSeries, LabelledGauge } from './gauge.js';
export type {
  HistogramHandle,
  HistogramSeries,
  LabelledHistogram,
  StopTimer,
} from './histogram.js';
export type { ExemplarLabels } from './render/exemplar.js';
export { renderMetrics, renderSlices } from './render/render.js';
export {
  CLIENT_CLOSED_REQUEST,
  UNMATCHED_ENDPOINT,
  expressMetrics,
  fastifyMetrics,
  metricsHandler,
} from './http.js';
export type { ExpressMiddleware, HookedServer, MetricsHandlerOptions } from './http.js';
export { DROPPED_UPDATE } from './misuse.js';
export { optimizationInstruments, trackAiOptimization } from './optimization.js';
export type { AiOptimization, OptimizationInstruments } from './optimization.js';
export { FAILED_SCRAPE } from './http/metrics.js';
export { MISUSED_PUSH_CLIENT, createPushClient } from './push/client.js';
export type { PushClient, PushStats } from './push/client.js';
export type { Dropped, PushOptions } from './push/options.js';
export { pushToGateway } from './push.js';
export type { Push, PushResult } from './push.js';
export { requestInstruments, trackRequest } from './requests.js';
export type { RequestInstruments, TrackedRequest } from './requests.js';
export { readAtScrape } from './scrape.js';
export type { Reading, Source } from './scrape.js';
export { timeStage, trackVideoGeneration, videoInstruments } from './video.js';
export type { VideoGeneration, VideoInstruments } from './video.js';
export { stageTimer } from './stages.js';
export type { StageInstruments, StageTime, StageTimer } from './stages.js';
export type {
  CallDefinitions,
  CallLabels,
  Choice,
  LabelChoices,
  NoLabels,
  RegistryChoice,
  TrackOptions,
} from './track-options.js';
export { callInstruments, trackCall, tracked } from './tracked.js';
export type { CallInstruments } from './tracked.js';
