export type { Alert, Annotations, Severity } from './alert.js';
export { alerts } from './catalogue/index.js';
export { GONE } from './catalogue/after-outage.js';
export { alertmanagerConfig } from './config/alertmanager.js';
export type { AlertmanagerSettings } from './config/alertmanager.js';
export { COMPOSE_PROMETHEUS } from './config/compose.js';
export { heldBackBy } from './config/inhibitions.js';
export { withLinks, type Links } from './config/links.js';
export { prometheusConfig } from './config/prometheus.js';
export type { Access, PrometheusSettings } from './config/prometheus.js';
export type { DeadMansSwitchSettings, MailSettings, SlackSettings } from './config/receivers.js';
export type { BusinessHours } from './config/routes.js';
export { storyFiles } from './promtool/stories.js';
export { recordings, requestLatency, requestRate, waitingJobs } from './recordings.js';
export { alertRuleFile, recordingRuleFile } from './rule-files.js';
export { BUDGET_PERIOD } from './slo/alerts.js';
export { BURNS } from './slo/burn.js';
export { OBJECTIVES } from './slo/names.js';
export { objectives, type Objective } from './slo/objectives.js';
export { windowSeconds } from './window.js';
export { CHECKS } from './lint/checks/index.js';
export type { Finding } from './lint/finding.js';
export { houseKnowledge, type Knowledge } from './lint/knowledge.js';
export { lintRules } from './lint/lint.js';
export { readRuleFile, type RuleFile } from './lint/rule-file.js';
export { durationSeconds } from './lint/promql/duration.js';
export { readPromql } from './lint/promql/read.js';
export {
  everyNode,
  literal,
  match,
  type Cases,
  type Expr,
  type Matcher,
  type Span,
} from './lint/promql/tree.js';
