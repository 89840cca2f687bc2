import { SCRAPE_JOBS } from '@aura/metrics';
import {
  readConfig,
  serviceSchema,
  url,
  variable,
  wholeNumber,
  type ConfigOf,
} from '@aura/service';

export const SCHEMA = serviceSchema(SCRAPE_JOBS['business-reporter'], {
  DATABASE_URL: variable(url('postgres', 'postgresql'), {
    example: 'postgres://aura_reader:password@127.0.0.1:5432/aura',
    isSecret: true,
  }),
  REFRESH_SECONDS: variable(wholeNumber(1, 300).default(15), { example: '15' }),
});

export type Config = ConfigOf<typeof SCHEMA>;

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
