import { QUEUES, SCRAPE_JOBS, type QueueName } from '@aura/metrics';
import { readConfig, serviceSchema, url, variable, type ConfigOf } from '@aura/service';
import { z } from 'zod';

export const SCHEMA = serviceSchema(SCRAPE_JOBS['gpu-queue-collector'], {
  QUEUE_URL: variable(url('postgres', 'postgresql', 'redis', 'rediss'), {
    example: 'postgres://aura:password@127.0.0.1:5432/aura',
    isSecret: true,
  }),
  QUEUES: variable(queueNames().default(QUEUES), { example: QUEUES.join(',') }),
});

export type Config = ConfigOf<typeof SCHEMA>;

/** Queue names are values of a label whose list is closed, so a name that is not in it is refused. */
function queueNames(): z.ZodType<readonly QueueName[], string> {
  return z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(QUEUES, { error: `expected names out of ${QUEUES.join(', ')}` })))
    .refine((names) => new Set(names).size === names.length, 'expected each queue once');
}

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
