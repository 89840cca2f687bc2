import type { Thresholds } from '@aura/thresholds';
import type { Alert } from '../alert.js';
import { applicationAlerts } from './application.js';
import { queueAlerts } from './queue.js';

/** Every alert of the house, for the thresholds of one deployment. */
export function alerts(thresholds: Thresholds): readonly Alert[] {
  return [...applicationAlerts(thresholds), ...queueAlerts(thresholds)];
}
