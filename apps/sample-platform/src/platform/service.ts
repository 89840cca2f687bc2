import type { ServiceSpec } from '@aura/service';
import { AppModule, toolsOf } from '../app.module.js';
import type { Config } from '../config.js';
import { Platform } from './platform.js';
import { readinessChecks } from './readiness.js';
import { Shutdown } from './shutdown.js';

/** The platform as the chassis runs it. */
export function platformService(config: Config): ServiceSpec {
  return {
    name: 'sample-platform',
    config,
    module: AppModule.with(config),
    readiness: (app) => readinessChecks(app.get(Platform), toolsOf(config, app.get(Shutdown))),
  };
}
