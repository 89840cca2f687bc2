import type { Thresholds } from '@aura/thresholds';
import type { Alert } from '../alert.js';
import { sloAlerts } from '../slo/alerts.js';
import { afterOutageAlerts } from './after-outage.js';
import { applicationAlerts } from './application.js';
import { businessAlerts } from './business.js';
import { componentAlerts } from './component.js';
import { dataStoreAlerts } from './data-stores.js';
import { gatewayAlerts } from './gateway.js';
import { guardAlerts } from './gateway-guard.js';
import { budgetAlerts } from './gateway-budgets.js';
import { refusalAlerts } from './gateway-refusals.js';
import { gpuAlerts } from './gpu.js';
import { hostAlerts } from './host.js';
import { monitoringAlerts } from './monitoring.js';
import { queueAlerts } from './queue.js';
import { videoAlerts } from './video.js';

/** Every alert of the house, for the thresholds of one deployment. */
export function alerts(thresholds: Thresholds): readonly Alert[] {
  return [
    ...applicationAlerts(thresholds),
    ...videoAlerts(thresholds),
    ...queueAlerts(thresholds),
    ...dataStoreAlerts(thresholds),
    ...hostAlerts(thresholds),
    ...gpuAlerts(thresholds),
    ...businessAlerts(thresholds),
    ...componentAlerts(),
    ...gatewayAlerts(thresholds),
    ...refusalAlerts(thresholds),
    ...budgetAlerts(thresholds),
    ...guardAlerts(),
    ...monitoringAlerts(thresholds),
    ...sloAlerts(thresholds),
    ...afterOutageAlerts(),
  ];
}
