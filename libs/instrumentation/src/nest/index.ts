export { MonitoringModule } from './monitoring.module.js';
export type { AsyncMonitoringOptions } from './monitoring.module.js';
export type { MonitoringOptions } from './options.js';
