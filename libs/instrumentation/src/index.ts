export { bind } from './bind.js';
export type { CounterHandle, CounterSeries, LabelledCounter } from './counter.js';
export type { AnyRegistry } from './family.js';
export type { GaugeHandle, GaugeSeries, LabelledGauge } from './gauge.js';
export type {
  HistogramHandle,
  HistogramSeries,
  LabelledHistogram,
  StopTimer,
} from './histogram.js';
export { CLIENT_CLOSED_REQUEST, UNMATCHED_ENDPOINT, httpMetrics } from './http.js';
export type { HookedServer } from './http.js';
export { DROPPED_UPDATE } from './misuse.js';
export { readAtScrape } from './scrape.js';
export type { Reading, Source } from './scrape.js';
