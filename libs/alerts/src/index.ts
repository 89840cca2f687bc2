export type { Alert, Annotations, Severity } from './alert.js';
export { alerts } from './catalogue/index.js';
export { alertmanagerConfig } from './config/alertmanager.js';
export type { AlertmanagerSettings, MailSettings, SlackSettings } from './config/alertmanager.js';
export { prometheusConfig } from './config/prometheus.js';
export type { PrometheusSettings } from './config/prometheus.js';
export { storyFiles } from './promtool/stories.js';
export { RECORDINGS, requestLatency, requestRate, waitingJobs } from './recordings.js';
export { alertRuleFile, recordingRuleFile } from './rule-files.js';
