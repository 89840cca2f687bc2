import type { ServiceSpec } from '@aura/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Registry } from 'prom-client';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { Bodies } from './guard/bodies.js';
import { Guard } from './guard/guard.js';
import { MemoryCeiling } from './guard/memory.js';
import { Journal } from './journal/journal.js';
import { LIMITS } from './limits.js';
import { countUnread } from './unread.js';

/** `registry` is for tests that start several gateways in one process. */
export function serviceOf(config: Config, registry?: Registry): ServiceSpec {
  return {
    name: 'metrics-gateway',
    config,
    module: AppModule.with(config),
    bodyLimitBytes: LIMITS.bodyBytes,
    clients: { sendTimeoutMs: LIMITS.sendTimeoutMs, connections: config.CONNECTIONS },
    // `/metrics` is the gateway's own: the pushed families are merged into it.
    monitoring: { path: false, ...(registry === undefined ? {} : { registry }) },
    prepare: async (app) => {
      takeBodiesAsBytes(app);
      app.get(Guard).stand(app);
      app.get(Bodies).stand(app);
      countUnread(app);
      // Before anything listens: a scrape of half a journal would read as a reset of every counter that is missing.
      await app.get(Journal).start();
      app.get(MemoryCeiling).watch();
    },
  };
}

/** curl sends text as a form when it is not told otherwise, so no content type may be parsed by its name. */
function takeBodiesAsBytes(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser('*', { bodyLimit: LIMITS.bodyBytes }, (_, body, done) => {
    done(null, body);
  });
}
