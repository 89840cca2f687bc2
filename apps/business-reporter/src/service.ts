import type { ServiceSpec } from '@aura/service';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { Reporter } from './reporter.js';

export function serviceOf(config: Config): ServiceSpec {
  return {
    name: 'business-reporter',
    config,
    module: AppModule.with(config),
    readiness: (app) => [app.get(Reporter).readiness()],
  };
}
