import type { ServiceSpec } from '@aura/service';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { QueueWatch } from './queue-watch.js';

export function serviceOf(config: Config): ServiceSpec {
  return {
    name: 'gpu-queue-collector',
    config,
    module: AppModule.with(config),
    readiness: (app) => [app.get(QueueWatch).readiness()],
  };
}
