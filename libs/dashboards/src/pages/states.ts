import type { State } from '../panel.js';

/* What numbers mean that only ever are these. */

export const UP: readonly State[] = [
  { value: 1, text: 'up', color: 'green' },
  { value: 0, text: 'down', color: 'red' },
];

export const FAULT: readonly State[] = [
  { value: 0, text: 'no', color: 'green' },
  { value: 1, text: 'yes', color: 'red' },
];

export const SUCCESS: readonly State[] = [
  { value: 1, text: 'well', color: 'green' },
  { value: 0, text: 'failed', color: 'red' },
];

export const HEALTH: readonly State[] = [
  { value: 0, text: 'healthy', color: 'green' },
  { value: 1, text: 'degraded', color: 'orange' },
  { value: 2, text: 'unhealthy', color: 'red' },
];
