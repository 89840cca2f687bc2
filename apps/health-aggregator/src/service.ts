import type { ServiceSpec } from '@aura/service';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { HealthWatch } from './health-watch.js';

export function serviceOf(config: Config): ServiceSpec {
  return {
    name: 'health-aggregator',
    config,
    module: AppModule.with(config),
    readiness: (app) => [app.get(HealthWatch).readiness()],
  };
}
