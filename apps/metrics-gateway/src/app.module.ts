import { Module, type DynamicModule } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { addingProviders } from './adding/providers.js';
import { doorProviders } from './door/providers.js';
import { PushersController } from './pushers/pushers.controller.js';
import { QuarantineController } from './door/quarantine.controller.js';
import { V1PushController } from './adding/v1-push.controller.js';
import type { Config } from './config.js';
import { eventProviders } from './events/providers.js';
import { V1EventsController } from './events/v1-events.controller.js';
import { groupProviders } from './groups/providers.js';
import { guardProviders } from './guard/providers.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './scrape/metrics.controller.js';
import { otlpProviders } from './otlp/providers.js';
import { V1MetricsController } from './otlp/v1-metrics.controller.js';
import { PushController } from './groups/push.controller.js';
import { sharedProviders } from './shared-providers.js';
import { webProviders } from './web/providers.js';
import { WebController } from './web/web.controller.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        ...(config.ADMIN_API === 'on' ? [AdminController] : []),
        PushController,
        V1PushController,
        PushersController,
        QuarantineController,
        V1EventsController,
        V1MetricsController,
        MetricsController,
        HealthController,
        WebController,
      ],
      providers: [
        ...guardProviders(config),
        ...sharedProviders(config),
        ...webProviders(config),
        ...groupProviders(config),
        ...doorProviders(config),
        ...addingProviders(config),
        ...eventProviders(),
        ...otlpProviders(),
      ],
    };
  }
}
