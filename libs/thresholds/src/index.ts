export { DEFAULTS } from './defaults.js';
export type { Thresholds } from './defaults.js';
export { formatAmount, parseAmount } from './amount.js';
export { readThresholds } from './read.js';
export type { ThresholdsRead } from './read.js';
export type { Threshold } from './threshold.js';
