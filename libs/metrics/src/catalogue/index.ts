import type { Metric } from '../metric.js';
import { business } from './business.js';
import { component } from './component.js';
import { gateway } from './gateway.js';
import { guard } from './guard.js';
import { http } from './http.js';
import { instrumentation } from './instrumentation.js';
import { journal } from './journal.js';
import { optimization } from './optimization.js';
import { queue } from './queue.js';
import { sweep } from './sweep.js';
import { video } from './video.js';

/** Every metric that this house's code counts, grouped by subject. */
export const CATALOGUE = {
  http,
  video,
  optimization,
  queue,
  business,
  component,
  gateway,
  guard,
  journal,
  sweep,
  instrumentation,
} as const;

/** The same as one list, in the order of the groups. */
export const METRICS: readonly Metric[] = Object.values<Readonly<Record<string, Metric>>>(
  CATALOGUE,
).flatMap((group) => Object.values(group));
