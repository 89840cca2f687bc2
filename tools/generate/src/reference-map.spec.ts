import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { alerts } from '@aura/alerts';
import { PAGE_UIDS } from '@aura/dashboards';
import { EXTERNAL_METRICS, METRICS, SCRAPE_JOBS, SCRAPE_JOB_NAMES } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import { parse } from 'yaml';
import { z } from 'zod';
import { namedThresholds } from './moved-by.js';

/*
 * docs/reference-map.md against the repository, and against what the first description of the system names. The first
 * column of its tables quotes that description; every other word in code is ours, and has to be there. Whether its links
 * lead somewhere is asked of all documents at once in runbooks.spec.ts.
 */

const ROOT = path.resolve(import.meta.dirname, '../../..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const found = (pattern: RegExp, where: string): readonly string[] =>
  [...where.matchAll(pattern)].map(([, first = '']) => first);

const MAP = text('docs/reference-map.md');
const ROWS = MAP.split('\n').filter((line) => line.startsWith('| '));
const QUOTES = ROWS.map((row) => row.split(' | ')[0] ?? '').join('\n');
const SPAN = /`([^`]+)`/g;
const OURS = ROWS.reduce((rest, row) => rest.replace(row.split(' | ')[0] ?? '', ''), MAP);

/** Its headings, in its order. */
const HEADINGS = [
  ...['Overview', 'Components', 'Core Monitoring Services', 'Exporters and Collectors'],
  ...['Custom Metrics', 'Quick Start', '1. Start Monitoring Stack', '2. Access Dashboards'],
  ...['3. Configure Notifications', 'Monitoring Configuration', 'Alert Rules'],
  ...['System Health Alerts', 'Application Performance Alerts', 'Business Logic Alerts'],
  ...['Metrics Collection', 'HTTP Metrics', 'Video Generation Metrics', 'AI Optimization Metrics'],
  ...['Grafana Dashboards', 'Aura Render Overview Dashboard', 'Custom Dashboards', 'Health Checks'],
  ...['Critical Components', 'Service Dependencies', 'Production Deployment'],
  ...['Environment Configuration', 'Security Considerations', 'Scaling Monitoring'],
  ...['Troubleshooting', 'Common Issues', 'Metrics Not Appearing', 'Alerts Not Firing'],
  ...['Grafana Dashboard Issues', 'Log Analysis', 'Performance Tuning', 'Prometheus Optimization'],
  ...['Storage Management', 'Integration with Application', 'Adding Custom Metrics'],
  'Health Check Integration',
];

/** Components with their ports, alerts with their limits, sections, checks and points, in its words. */
const POINTS = [
  ...['Alerting', 'Visualization', 'Performance Tracking', 'Prometheus (port 9090)'],
  ...['Grafana (port 3000)', 'Alertmanager (port 9093)', 'Node Exporter (port 9100)'],
  ...['cAdvisor (port 8080)', 'Redis Exporter (port 9121)', 'PostgreSQL Exporter (port 9187)'],
  ...['DCGM Exporter (port 9400)', 'Application Metrics', 'Video Generation:', 'AI Optimization:'],
  ...['Business Metrics', 'user activity, revenue, system utilization', 'Application Down'],
  ...['High CPU', 'High Memory', 'Disk Space Low', 'Database Down', 'Redis Down'],
  ...['High Request Latency: 95th percentile > 2 seconds', 'High Error Rate: error rate > 10%'],
  ...['Queue Backlog: length > 100', 'Video Generation Failures: failure rate > 20%'],
  ...['AI Optimization Issues', 'Long Running Tasks', 'Service Health', 'Request Metrics'],
  ...[
    'System Resources',
    'GPU Monitoring',
    'the "+" icon',
    'Database connectivity and performance',
  ],
  ...['Redis availability and memory usage', 'Application response times'],
  ...['System resource availability', 'FFmpeg availability', 'AI model file availability'],
  ...['External API connectivity', 'Task queue functionality', 'Change Default Passwords'],
  ...['Network Security', 'TLS/SSL', 'Authentication', 'Access Control', 'Prometheus Federation'],
  ...['Long-term Storage', 'High Availability', 'Load Balancing', 'Data Sources'],
];

const LOGS = 'docker-compose -f docker-compose.monitoring.yml logs';
/** What it writes in code: commands, URLs, variables, metrics with their labels, settings and calls. */
const WRITTEN = [
  ...['./scripts/monitoring/start_monitoring.sh', 'http://localhost:3000', 'admin/admin123'],
  ...['http://localhost:9090', 'http://localhost:9093', '.env.monitoring', 'SLACK_WEBHOOK_URL'],
  ...['ALERTMANAGER_SMTP_FROM', 'ALERTMANAGER_SMTP_PASSWORD', 'PROMETHEUS_RETENTION_TIME'],
  ...['GRAFANA_ADMIN_PASSWORD', 'GRAFANA_SECRET_KEY', 'monitoring/alert_rules.yml', '/metrics'],
  'docker-compose -f docker-compose.monitoring.yml restart alertmanager',
  'http_requests_total{method="POST", endpoint="/generate", status="200"}',
  'http_request_duration_seconds{method="POST", endpoint="/generate"}',
  'video_generation_total{theme="tech", user_id="user123"}',
  'video_generation_failures_total{error_type="TimeoutError", stage="rendering"}',
  'video_generation_duration_seconds{theme="tech", duration_category="medium"}',
  'ai_optimization_total{optimization_type="video", level="standard"}',
  'optimization_size_reduction_percent{optimization_type="video"}',
  'video_quality_score{theme="tech", optimization_level="standard"}',
  ...['curl http://localhost:8000/health', 'curl http://localhost:8000/metrics'],
  ...['http://localhost:9090/targets', 'curl http://localhost:9093/api/v1/status'],
  'docker exec aura-prometheus promtool check rules /etc/prometheus/alert_rules.yml',
  ...['docker logs aura-grafana', LOGS, `${LOGS} prometheus`, `${LOGS} grafana`],
  ...[`${LOGS} alertmanager`, 'scrape_interval: 15s', 'scrape_interval: 30s'],
  ...['scrape_interval: 5s', 'docker exec aura-prometheus df -h /prometheus'],
  'docker exec aura-prometheus rm -rf /prometheus/data/*',
  'from monitoring.metrics import track_requests, track_video_generation',
  '@track_requests(endpoint="custom_endpoint")',
  '@track_video_generation(theme="custom", user_id="user123")',
  'from monitoring.health_check import initialize_health_checker, get_system_health',
  ...['initialize_health_checker(config)', 'await get_system_health()', 'health.to_dict()'],
];

describe('the map of the first description', () => {
  it('goes heading by heading, after what is missing', () => {
    const [missing, ...headings] = found(/^##+ (.*)$/gm, MAP);

    expect(missing).toBe('What is missing, or was seen with stand-ins alone');
    expect(headings).toEqual(HEADINGS);
  });

  it('answers each component, port, alert, section, check and point', () => {
    expect(POINTS.filter((point) => !QUOTES.includes(point))).toEqual([]);
  });

  it('answers each command, URL, variable, metric, setting and call, and quotes no other', () => {
    const quoted = new Set(found(SPAN, QUOTES));

    expect([...quoted].sort()).toEqual([...WRITTEN].sort());
  });

  it('says something in each of the four columns', () => {
    expect(ROWS.filter((row) => /\|\s+\|/.test(row))).toEqual([]);
  });

  it('names nothing of ours that is not there', () => {
    expect(found(SPAN, OURS).filter((span) => !isThere(span))).toEqual([]);
  });

  it.each([
    ...['tools/nothing.sh', 'npm run nothing', 'npm run stack -- fly', 'NoSuchAlert'],
    ...['npm run stack -- logs nobody --docker', 'npm run drill -- NoSuchAlert', 'nothing_total'],
    ...['http_requests_total{methods}', 'http://127.0.0.1:9999', 'api.nothing', '/d/aura-nothing'],
    ...['GRAFANA_ADMIN_PASWORD', '@TrackNothing({ endpoint })', 'nobody', ''],
  ])('would find that there is no %s', (span) => {
    expect(isThere(span)).toBe(false);
  });
});

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts: SCRIPTS } = packageSchema.parse(JSON.parse(text('package.json')));
const composeSchema = z.object({ services: z.record(z.string(), z.unknown()) });
const COMPOSE = 'docker/docker-compose.monitoring.yml';
const SERVICES = Object.keys(composeSchema.parse(parse(text(COMPOSE), { merge: true })).services);
const EXAMPLE = text('docker/.env.monitoring.example');
const ALERTS = alerts(DEFAULTS).map(({ name }) => name);
const LABELS = new Map(
  [...METRICS, ...EXTERNAL_METRICS].map(({ name, labels }) => [name, Object.keys(labels)]),
);
const PORTS = [...Object.values(SCRAPE_JOBS).map(String), ...found(/_PORT=(\d+)$/gm, EXAMPLE)];
const EXPORTS = ['metrics/src', 'instrumentation/src', 'instrumentation/src/nest', 'health/src']
  .map((folder) => text(`libs/${folder}/index.ts`))
  .flatMap((index) => found(/(\w+)(?=,| \})/g, index));
const VARIABLES = new Set([
  ...found(/^#([A-Z][A-Z0-9_]*)=/gm, EXAMPLE),
  // Of a secret, the example shows the form that names a file.
  ...found(/^#([A-Z][A-Z0-9_]*)_FILE=/gm, EXAMPLE),
  ...readdirSync(path.join(ROOT, 'apps')).flatMap((app) =>
    found(/^ {2}([A-Z][A-Z0-9_]*): variable/gm, text(`apps/${app}/src/config.ts`)),
  ),
]);
const NAMES = new Set<string>([
  ...[...ALERTS, ...LABELS.keys(), ...[...LABELS.values()].flat(), ...SCRAPE_JOB_NAMES],
  ...[...VARIABLES, ...EXPORTS, ...namedThresholds(DEFAULTS).map(({ key }) => key)],
]);
const [, HELP = ''] = text('tools/stack/src/main.ts').split('`');
const VERBS = found(/(?:^ {2}|\| )([a-z]+)\b/gm, HELP);
/** Words that are none of these, and the file that has them. */
const WORDS: Readonly<Record<string, string>> = {
  '/metrics': 'libs/service/src/metrics-port.ts',
  'GET /health/ready': 'apps/metrics-gateway/README.md',
  probes: 'libs/health/src/checker.ts',
  dependsOn: 'libs/health/src/checker.ts',
  'report()': 'libs/health/README.md',
  'application/health+json': 'libs/health/src/json.ts',
};

const ROOMS = /^(apps|libs|tools|docs|docker)(\/|$)/;
const INSIDE = new RegExp(`^docker compose -p aura -f ${COMPOSE} exec (\\S+) \\S`);

/** Each knows one kind of name. */
const CHECKS: readonly ((span: string) => boolean)[] = [
  (span) => NAMES.has(span),
  (span) => PAGE_UIDS.some((uid) => span === `/d/${uid}`),
  (span) => ROOMS.test(span) && existsSync(path.join(ROOT, span)),
  (span) => PORTS.includes(part(/^http:\/\/127\.0\.0\.1:(\d+)(?:\/|$)/, span)),
  (span) => EXPORTS.includes(part(/^@(\w+)\(/, span)),
  (span) => SERVICES.includes(part(INSIDE, span)),
  (span) => span in WORDS && text(WORDS[span] ?? '').includes(span.replace('GET ', '')),
  (span) => Object.hasOwn(SCRIPTS, part(/^npm (?:run )?([\w:]+)(?: -- --docker)?$/, span)),
  (span) => ALERTS.includes(part(/^npm run drill -- (\w+)$/, span)),
  isSeries,
  isOrder,
];

const isThere = (span: string): boolean => CHECKS.some((check) => check(span));

const part = (pattern: RegExp, span: string): string => pattern.exec(span)?.[1] ?? '';

function isSeries(span: string): boolean {
  const labels = LABELS.get(part(/^(\w+)\{/, span)) ?? [];
  return part(/\{([\w,]+)\}$/, span)
    .split(',')
    .every((label) => labels.includes(label));
}

/** A verb of the launcher, with a part where one is named. */
function isOrder(span: string): boolean {
  const [, verb = '', subject] =
    /^npm run stack -- (\w+)(?: (\w[\w-]*))?(?: --docker)?$/.exec(span) ?? [];
  return VERBS.includes(verb) && (subject === undefined || SERVICES.includes(subject));
}
