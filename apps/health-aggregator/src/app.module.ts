import { LOG, type Log } from '@aura/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from './config.js';
import { HealthController } from './health.controller.js';
import { HealthWatch } from './health-watch.js';
import { probesOf } from './probes.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      controllers: [HealthController],
      providers: [
        {
          provide: HealthWatch,
          inject: [Registry, LOG],
          useFactory: (registry: Registry, log: Log) =>
            new HealthWatch(probesOf(config), registry, log),
        },
      ],
    };
  }
}
