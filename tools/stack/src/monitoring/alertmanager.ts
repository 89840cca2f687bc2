import { z } from 'zod';
import { ask } from './ask.js';

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

const statusSchema = z.object({ config: z.object({ original: z.string() }) });

export type AlertmanagerAlert = z.infer<typeof alertsSchema>[number];

/** What the launcher and its drills ask of a running Alertmanager. */
export interface Alertmanager {
  alerts(): Promise<readonly AlertmanagerAlert[]>;
  /** The configuration in force, as YAML. */
  configuration(): Promise<string>;
}

export function alertmanagerAt(url: string): Alertmanager {
  return {
    alerts: () => ask(`${url}/api/v2/alerts`, alertsSchema),
    configuration: async () => (await ask(`${url}/api/v2/status`, statusSchema)).config.original,
  };
}
