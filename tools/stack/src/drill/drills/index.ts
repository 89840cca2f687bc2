import type { Drills } from '../drill.js';
import { APPLICATION_DRILLS } from './application.js';
import { BUSINESS_DRILLS } from './business.js';
import { GPU_DRILLS } from './gpu.js';
import { INFRASTRUCTURE_DRILLS } from './infrastructure.js';
import { MONITORING_DRILLS } from './monitoring.js';
import { QUEUE_DRILLS } from './queue.js';

/** How each alert of the house is tried out, or why it is not. */
export const DRILLS: Drills = {
  ...APPLICATION_DRILLS,
  ...QUEUE_DRILLS,
  ...INFRASTRUCTURE_DRILLS,
  ...GPU_DRILLS,
  ...BUSINESS_DRILLS,
  ...MONITORING_DRILLS,
};
