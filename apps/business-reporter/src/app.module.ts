import { LOG, type Log } from '@aura/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from './config.js';
import { Reporter } from './reporter.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      providers: [
        {
          provide: Reporter,
          inject: [Registry, LOG],
          useFactory: (registry: Registry, log: Log) => new Reporter(config, registry, log),
        },
      ],
    };
  }
}
