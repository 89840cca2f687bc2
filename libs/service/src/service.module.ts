import { SYSTEM_CLOCK } from '@aura/health';
import { MonitoringModule, type MonitoringOptions } from '@aura/instrumentation/nest';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { LOG, type Log } from './log.js';
import { Readiness } from './readiness.js';

export type AppModule = NonNullable<ModuleMetadata['imports']>[number];

interface Surrounded {
  readonly module: AppModule;
  readonly monitoring: MonitoringOptions | undefined;
  readonly log: Log;
}

/** What every service has around its own module. Everything it exports is there for all modules. */
@Module({})
export class ServiceModule {
  static around({ module: app, monitoring, log }: Surrounded): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      imports: [
        MonitoringModule.forRoot({ health: false, ...monitoring }),
        TerminusModule.forRoot({ logger: false }),
        app,
      ],
      controllers: [HealthController],
      providers: [
        { provide: LOG, useValue: log },
        { provide: Readiness, useFactory: () => new Readiness(SYSTEM_CLOCK) },
      ],
      exports: [LOG],
    };
  }
}
