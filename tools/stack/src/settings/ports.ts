import { closest } from 'fastest-levenshtein';

/** The port of each part: the variable that moves it and where it listens unless moved. 0 asks for any free one. */
export const PORTS = {
  // 5432 is where a PostgreSQL of the system would be.
  postgres: { variable: 'POSTGRES_PORT', usual: 5433 },
  'sample-platform': { variable: 'SAMPLE_PLATFORM_PORT', usual: 8010 },
  'metrics-gateway': { variable: 'METRICS_GATEWAY_PORT', usual: 8000 },
  'health-aggregator': { variable: 'HEALTH_AGGREGATOR_PORT', usual: 8001 },
  'gpu-queue-collector': { variable: 'GPU_QUEUE_COLLECTOR_PORT', usual: 8002 },
  'business-reporter': { variable: 'BUSINESS_REPORTER_PORT', usual: 8003 },
  'node-exporter': { variable: 'NODE_EXPORTER_PORT', usual: 9100 },
  'postgres-exporter': { variable: 'POSTGRES_EXPORTER_PORT', usual: 9187 },
  'mail-sink': { variable: 'MAIL_SINK_PORT', usual: 1025 },
  'slack-sink': { variable: 'SLACK_SINK_PORT', usual: 1026 },
  alertmanager: { variable: 'ALERTMANAGER_PORT', usual: 9093 },
  prometheus: { variable: 'PROMETHEUS_PORT', usual: 9090 },
} as const;

export type PartName = keyof typeof PORTS;
export type PortVariable = (typeof PORTS)[PartName]['variable'];

export const PART_NAMES = Object.keys(PORTS) as readonly PartName[]; // the keys of a const object are exactly its type's keys

/** The part that somebody probably meant. */
export function nearest(name: string): string {
  return closest(name, PART_NAMES);
}
