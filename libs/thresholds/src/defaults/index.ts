import { APPLICATION } from './application.js';
import { INFRASTRUCTURE } from './infrastructure.js';
import { OPERATIONS } from './operations.js';

/**
 * Every threshold with its default. A deployment overrides values by the same names in `thresholds.yml`;
 * services, alert rules, panels and promtool tests all read the result.
 */
export const DEFAULTS = { ...APPLICATION, ...INFRASTRUCTURE, ...OPERATIONS } as const;

export type Thresholds = typeof DEFAULTS;
