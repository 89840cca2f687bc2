import {
  COMPOSE_PROMETHEUS,
  alertRuleFile,
  alertmanagerConfig,
  alerts,
  objectives,
  prometheusConfig,
  recordingRuleFile,
  recordings,
  storyFiles,
  type Links,
} from '@aura/alerts';
import { grafanaDashboard, pages } from '@aura/dashboards';
import type { Thresholds } from '@aura/thresholds';
import { alertsReference } from './alerts-reference.js';
import { dashboardsReference } from './dashboards-reference.js';
import { COMPOSE_ALERTMANAGER, DCGM_COUNTERS } from './compose.js';
import { eventsReference } from './events-reference.js';
import { metricsReference } from './metrics-reference.js';

/** The folder that holds nothing but generated files. */
export const GENERATED = 'docker/generated';
const RULE_FILES = COMPOSE_PROMETHEUS.ruleFiles;

/**
 * Every generated file: its path from the root of the repository, and its text. Dashboards link to the runbooks where a
 * deployment says where those lie; the launchers see to the links of alerts. Pure.
 */
export function artefacts(thresholds: Thresholds, links: Links = {}): ReadonlyMap<string, string> {
  const rules = alerts(thresholds);
  const drawn = pages(thresholds);
  return new Map([
    [`${GENERATED}/prometheus/prometheus.yml`, prometheusConfig(COMPOSE_PROMETHEUS)],
    [`${GENERATED}/prometheus/alert_rules.yml`, alertRuleFile(rules)],
    [`${GENERATED}/prometheus/recording_rules.yml`, recordingRuleFile(recordings(thresholds))],
    ...[
      ...storyFiles(
        rules,
        RULE_FILES.map((file) => `../${file}`),
      ),
    ].map(([name, text]): [string, string] => [
      `${GENERATED}/prometheus/stories/${name}.test.yml`,
      text,
    ]),
    [`${GENERATED}/alertmanager/alertmanager.yml`, alertmanagerConfig(COMPOSE_ALERTMANAGER)],
    [`${GENERATED}/dcgm/counters.csv`, DCGM_COUNTERS],
    ...drawn.map((page): [string, string] => [
      `${GENERATED}/grafana/dashboards/${page.uid}.json`,
      grafanaDashboard(page, links),
    ]),
    ['docs/metrics.md', metricsReference()],
    ['docs/dashboards.md', dashboardsReference(drawn)],
    ['docs/event-types.md', eventsReference()],
    ['docs/alerts.md', alertsReference(thresholds, { alerts, objectives, recordings })],
  ]);
}
