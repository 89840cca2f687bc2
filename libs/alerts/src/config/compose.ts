import { SCRAPE_JOBS } from '@aura/metrics';
import type { PrometheusSettings } from './prometheus.js';

/** Where the scrape targets are inside docker-compose.monitoring.yml, whose service names are host names. */
const at = (host: string, port: number): readonly string[] => [`${host}:${String(port)}`];

export const COMPOSE_PROMETHEUS: PrometheusSettings = {
  deployment: 'compose',
  ruleFiles: ['alert_rules.yml', 'recording_rules.yml'],
  alertmanagers: at('alertmanager', SCRAPE_JOBS.alertmanager),
  targets: {
    // Behind a profile: where it is off the name does not resolve, and what is not meant to run is not down.
    application: { name: 'sample-platform', port: SCRAPE_JOBS.application },
    'metrics-gateway': at('metrics-gateway', SCRAPE_JOBS['metrics-gateway']),
    'health-aggregator': at('health-aggregator', SCRAPE_JOBS['health-aggregator']),
    'gpu-queue-collector': at('gpu-queue-collector', SCRAPE_JOBS['gpu-queue-collector']),
    'business-reporter': at('business-reporter', SCRAPE_JOBS['business-reporter']),
    node: at('node-exporter', SCRAPE_JOBS.node),
    postgres: at('postgres-exporter', SCRAPE_JOBS.postgres),
    prometheus: at('prometheus', SCRAPE_JOBS.prometheus),
    alertmanager: at('alertmanager', SCRAPE_JOBS.alertmanager),
    redis: at('redis-exporter', SCRAPE_JOBS.redis),
    cadvisor: at('cadvisor', SCRAPE_JOBS.cadvisor),
    dcgm: { name: 'dcgm-exporter', port: SCRAPE_JOBS.dcgm },
  },
};
