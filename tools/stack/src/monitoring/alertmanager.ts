import { z } from 'zod';
import { ask, type Fetch } from './ask.js';

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    startsAt: z.iso.datetime({ offset: true }),
    status: z.object({
      state: z.enum(['active', 'suppressed', 'unprocessed']),
      inhibitedBy: z.array(z.string()),
    }),
  }),
);

const silencesSchema = z.array(
  z.object({
    status: z.object({ state: z.enum(['active', 'pending', 'expired']) }),
    createdBy: z.string(),
    comment: z.string(),
    endsAt: z.iso.datetime({ offset: true }),
    matchers: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
);

const statusSchema = z.object({ config: z.object({ original: z.string() }) });

export type Silence = z.infer<typeof silencesSchema>[number];
export type AlertmanagerAlert = z.infer<typeof alertsSchema>[number];

/** What drills ask of a running Alertmanager. */
export interface Alertmanager {
  alerts(): Promise<readonly AlertmanagerAlert[]>;
  /** The configuration in force, as YAML. */
  configuration(): Promise<string>;
}

/** What a doctor asks besides. */
export interface ExaminedAlertmanager extends Alertmanager {
  /** Those in force, and those to come or over as long as it remembers them. */
  silences(): Promise<readonly Silence[]>;
}

export function alertmanagerAt(url: string, through: Fetch = fetch): ExaminedAlertmanager {
  const how = { fetch: through };
  return {
    alerts: () => ask(`${url}/api/v2/alerts`, alertsSchema, how),
    silences: () => ask(`${url}/api/v2/silences`, silencesSchema, how),
    configuration: async () =>
      (await ask(`${url}/api/v2/status`, statusSchema, how)).config.original,
  };
}
