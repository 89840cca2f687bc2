import { SCRAPE_JOBS } from '@aura/metrics';
import { readConfig, serviceSchema, url, variable, type ConfigOf } from '@aura/service';

const AGGREGATOR = `http://127.0.0.1:${String(SCRAPE_JOBS['health-aggregator'])}`;

export const SCHEMA = serviceSchema(SCRAPE_JOBS['metrics-gateway'], {
  HEALTH_AGGREGATOR_URL: variable(url('http', 'https').default(AGGREGATOR), {
    example: AGGREGATOR,
  }),
});

export type Config = ConfigOf<typeof SCHEMA>;

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
