import { Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { LOG, type Log } from '@aura/service';
import { Registry } from 'prom-client';
import { GenerationsController } from './api/generations.controller.js';
import { HomeController } from './api/home.controller.js';
import { VideosController } from './api/videos.controller.js';
import { ChaosController } from './chaos/chaos.controller.js';
import { Chaos } from './chaos/chaos.js';
import { CONFIG, type Config } from './config.js';
import { LoadGenerator } from './load/generator.js';
import { LoadController } from './load/load.controller.js';
import { seededRandom } from './load/random.js';
import type { Tools } from './pipeline/stages.js';
import { VideoPipeline } from './pipeline/video-pipeline.js';
import { Platform } from './platform/platform.js';
import { Shutdown } from './platform/shutdown.js';

const CONTROLLERS = [HomeController, GenerationsController, VideosController, LoadController];

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      controllers: config.CHAOS === 'on' ? [...CONTROLLERS, ChaosController] : CONTROLLERS,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Chaos, useFactory: () => new Chaos(seededRandom(config.LOAD_SEED)) },
        {
          provide: VideoPipeline,
          useFactory: pipelineOf,
          inject: [CONFIG, Registry, Shutdown, Chaos],
        },
        {
          provide: Platform,
          useFactory: platformOf,
          inject: [CONFIG, LOG, Shutdown, VideoPipeline],
        },
        {
          provide: LoadGenerator,
          useFactory: loadOf,
          inject: [CONFIG, LOG, Shutdown, Platform, HttpAdapterHost],
        },
        Shutdown,
      ],
    };
  }
}

/** What the pipeline works with. */
export function toolsOf(config: Config, { signal }: Shutdown): Tools {
  return { ffmpegPath: config.FFMPEG_PATH, mediaDir: config.MEDIA_DIR, signal };
}

function pipelineOf(
  ...[config, registry, shutdown, chaos]: readonly [Config, Registry, Shutdown, Chaos]
): VideoPipeline {
  return new VideoPipeline({
    registry,
    tools: toolsOf(config, shutdown),
    strike: (stage) => {
      chaos.strike(stage);
    },
  });
}

function platformOf(
  ...[config, log, shutdown, pipeline]: readonly [Config, Log, Shutdown, VideoPipeline]
): Platform {
  return new Platform({ config, log, shutdown, pipeline });
}

type Host = HttpAdapterHost<FastifyAdapter>;

function loadOf(
  ...[config, log, shutdown, platform, host]: readonly [Config, Log, Shutdown, Platform, Host]
): LoadGenerator {
  const port = (): number | undefined => {
    const address = host.httpAdapter.getInstance().server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  };
  return new LoadGenerator({ config, log, platform, shutdown, port });
}
