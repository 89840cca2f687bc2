import { LOG, type Log } from '@aura/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from './config.js';
import { QueueWatch } from './queue-watch.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      providers: [
        {
          provide: QueueWatch,
          inject: [Registry, LOG],
          useFactory: (registry: Registry, log: Log) => new QueueWatch(config, registry, log),
        },
      ],
    };
  }
}
