export { MonitoringModule } from './monitoring.module.js';
export type { MonitoringOptions } from './monitoring.module.js';
