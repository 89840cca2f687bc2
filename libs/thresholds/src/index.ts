export { DEFAULTS } from './defaults/index.js';
export type { Thresholds } from './defaults/index.js';
export { formatAmount, parseAmount } from './amount.js';
export { readThresholds } from './read.js';
export type { ThresholdsRead } from './read.js';
export type { Threshold } from './threshold.js';
