import { SCRAPE_JOBS } from '@aura/metrics';
import {
  oneOf,
  readConfig,
  serviceSchema,
  url,
  variable,
  wholeNumber,
  type ConfigOf,
} from '@aura/service';
import { z } from 'zod';

const APPLICATION = `http://127.0.0.1:${String(SCRAPE_JOBS.application)}`;

/** What this service can ask. */
export const PROBED = ['application', 'database', 'disk', 'ffmpeg'] as const;
export type Probed = (typeof PROBED)[number];

export const SCHEMA = serviceSchema(SCRAPE_JOBS['health-aggregator'], {
  DATABASE_URL: variable(url('postgres', 'postgresql'), {
    example: 'postgres://aura:password@127.0.0.1:5432/aura',
    isSecret: true,
  }),
  APPLICATION_URL: variable(url('http', 'https').default(APPLICATION), { example: APPLICATION }),
  /** What is not where this service runs is left out: nobody is told of it, and it is not unhealthy. */
  PROBES: variable(probeNames().default(PROBED), { example: 'application,database,disk' }),
  FFMPEG_PATH: variable(z.string().default('ffmpeg'), { example: '/usr/bin/ffmpeg' }),
  /** Whether this machine is meant to encode on an NVIDIA GPU. */
  NVENC: variable(oneOf('expected', 'not-expected').default('not-expected'), {
    example: 'expected',
  }),
  DISK_PATH: variable(z.string().default('/'), { example: '/var/lib/aura' }),
  /** Between two attempts to reach the database and the application. */
  PROBE_SECONDS: variable(wholeNumber(1, 300).default(5), { example: '5' }),
});

export type Config = ConfigOf<typeof SCHEMA>;

function probeNames(): z.ZodType<readonly Probed[], string> {
  return z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(PROBED, { error: `expected names out of ${PROBED.join(', ')}` })))
    .refine((names) => new Set(names).size === names.length, 'expected each probe once');
}

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
