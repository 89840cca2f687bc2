import { z } from 'zod';
import { ask, type Fetch } from './ask.js';

const answerSchema = z.object({ status: z.literal('success'), data: z.unknown() });
const labels = z.record(z.string(), z.string());

const targetsSchema = z.object({
  activeTargets: z.array(
    z.object({
      labels,
      health: z.string(),
      lastError: z.string(),
      scrapeUrl: z.string(),
      /** In seconds. */
      lastScrapeDuration: z.number(),
      /** As Prometheus writes a duration: 4s, 1m30s. */
      scrapeTimeout: z.string(),
    }),
  ),
});

const vectorSchema = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })),
});

const alertsSchema = z.object({
  alerts: z.array(
    z.object({ labels, state: z.enum(['pending', 'firing']), activeAt: z.iso.datetime() }),
  ),
});

const ruleSchema = z.object({ name: z.string(), query: z.string(), duration: z.number() });
const groupsSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      /** In seconds. */
      interval: z.number(),
      /** How long its last evaluation took, in seconds. */
      evaluationTime: z.number(),
      rules: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['alerting', 'recording']),
          health: z.string(),
          lastError: z.string().optional(),
        }),
      ),
    }),
  ),
});
const alertmanagersSchema = z.object({
  activeAlertmanagers: z.array(z.object({ url: z.string() })),
});
const headSchema = z.object({ headStats: z.object({ numSeries: z.number() }) });
const rulesSchema = z.object({
  groups: z.array(z.object({ rules: z.array(ruleSchema) })),
});

const configSchema = z.object({ yaml: z.string() });

export type PrometheusAlert = z.infer<typeof alertsSchema>['alerts'][number];
export type AlertRule = z.infer<typeof ruleSchema>;
export type Target = z.infer<typeof targetsSchema>['activeTargets'][number];
export type RuleGroup = z.infer<typeof groupsSchema>['groups'][number];
export type Sample = z.infer<typeof vectorSchema>['result'][number];

/** What drills ask of a running Prometheus. */
export interface Prometheus {
  targets(): Promise<readonly Target[]>;
  /** An expression whose value is an instant vector, now. */
  query(promql: string): Promise<readonly Sample[]>;
  /** Those that are pending or firing. */
  alerts(): Promise<readonly PrometheusAlert[]>;
  /** The rule of an alert as it is in force; `duration` is how many seconds its condition has to hold. */
  rule(alert: string): Promise<AlertRule>;
  /** The configuration in force, as YAML. */
  configuration(): Promise<string>;
  /** Has it read its files anew; rejects with its own words where it refuses them and goes on with the old ones. */
  reload(): Promise<void>;
  /** Deletes the samples of every series that the selector finds. */
  forget(selector: string): Promise<void>;
}

/** What a doctor asks besides. */
export interface ExaminedPrometheus extends Prometheus {
  /** Every group of rules in force, with how its last evaluation went. */
  groups(): Promise<readonly RuleGroup[]>;
  /** The addresses of those that it sends its alerts to. */
  alertmanagers(): Promise<readonly string[]>;
  /** How many series it holds that still grow. */
  series(): Promise<number>;
}

const COMMAND_DEADLINE_MS = 30_000;

export function prometheusAt(url: string, through: Fetch = fetch): ExaminedPrometheus {
  const api = async <T>(path: string, data: z.ZodType<T>): Promise<T> =>
    data.parse((await ask(`${url}/api/v1/${path}`, answerSchema, { fetch: through })).data);
  return {
    targets: async () => (await api('targets?state=active', targetsSchema)).activeTargets,
    query: async (promql) =>
      (await api(`query?query=${encodeURIComponent(promql)}`, vectorSchema)).result,
    alerts: async () => (await api('alerts', alertsSchema)).alerts,
    rule: async (alert) => {
      const { groups } = await api('rules?type=alert', rulesSchema);
      const rule = groups.flatMap(({ rules }) => rules).find(({ name }) => name === alert);
      if (rule === undefined) throw new Error(`Prometheus has no alert ${alert}`);
      return rule;
    },
    groups: async () => (await api('rules', groupsSchema)).groups,
    alertmanagers: async () =>
      (await api('alertmanagers', alertmanagersSchema)).activeAlertmanagers.map(
        ({ url: at }) => at,
      ),
    series: async () => (await api('status/tsdb', headSchema)).headStats.numSeries,
    configuration: async () => (await api('status/config', configSchema)).yaml,
    reload: () => command(through, `${url}/-/reload`, 'Prometheus refuses its files'),
    forget: (selector) =>
      command(
        through,
        `${url}/api/v1/admin/tsdb/delete_series?match[]=${encodeURIComponent(selector)}`,
        'Prometheus does not delete',
      ),
  };
}

async function command(through: Fetch, url: string, refusal: string): Promise<void> {
  const signal = AbortSignal.timeout(COMMAND_DEADLINE_MS);
  const response = await through(url, { method: 'POST', signal });
  if (!response.ok) throw new Error(`${refusal}: ${await response.text()}`);
}
