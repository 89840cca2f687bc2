import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Inject, Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Registry, type Counter } from 'prom-client';
import { appOf, ask, checkerOf, started } from './fixtures/films.js';
import { MonitoringModule, type MonitoringOptions } from './index.js';

@Injectable()
class Config {
  readonly monitoring: MonitoringOptions = {
    registry: new Registry(),
    port: 0,
    health: checkerOf({ state: 'degraded', lost: 'space' }),
  };
}

@Module({ providers: [Config], exports: [Config] })
class ConfigModule {}

/** A worker: an application without a server of its own. */
@Module({
  imports: [
    MonitoringModule.forRootAsync({
      imports: [ConfigModule],
      inject: [Config],
      useFactory: async (config: Config) => Promise.resolve(config.monitoring),
    }),
  ],
})
class WorkerModule {}

const quiet = { logger: false, abortOnError: false } as const;

async function statusOf(address: string): Promise<number> {
  const answer = await fetch(address);
  await answer.text();
  return answer.status;
}

function urlOf(app: INestApplicationContext): string {
  return app.get(MonitoringModule).url ?? '';
}

describe('a port of its own', () => {
  it('serves the metrics and the health of a worker, from the factory of its options, until it is closed', async () => {
    const worker = await NestFactory.createApplicationContext(WorkerModule, quiet);
    const url = urlOf(worker);
    const statuses = [];
    for (const path of ['/metrics', '/health', '/health/ready?deep', '/anything'])
      statuses.push(await statusOf(url + path));
    await worker.close();
    expect(statuses).toEqual([200, 200, 200, 404]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it.each(['express', 'fastify'] as const)(
    'takes the metrics off the server of the application, and leaves the health there, on %s',
    async (adapter) => {
      const health = checkerOf({ state: 'healthy' });
      const app = await started(adapter, appOf({ registry: new Registry(), port: 0, health }));
      const statuses = [
        await statusOf(`${urlOf(app)}/metrics`),
        await statusOf(`${urlOf(app)}/health`),
      ];
      for (const path of ['/metrics', '/health']) statuses.push((await ask(app, path)).status);
      await app.close();
      expect(statuses).toEqual([200, 200, 404, 200]);
    },
  );

  it('says which port when it cannot have it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo; // an IP server's, once it listens
    const worker = NestFactory.createApplicationContext(
      appOf({ registry: new Registry(), port }),
      quiet,
    );
    await expect(worker).rejects.toThrow(
      `cannot serve metrics on 127.0.0.1:${String(port)}; choose another port`,
    );
    other.close();
  });

  it('closes though a scraper keeps its connection', async () => {
    const options = { registry: new Registry(), port: 0 };
    const worker = await NestFactory.createApplicationContext(appOf(options), quiet);
    const scraper = connect(Number(new URL(urlOf(worker)).port), '127.0.0.1');
    scraper.write('HEAD /metrics HTTP/1.1\r\nHost: test\r\n\r\n');
    const [head] = (await once(scraper, 'data')) as [Buffer]; // what a socket without an encoding gives
    const gone = once(scraper, 'close');
    await worker.close();
    await gone;
    expect(head.toString().split('\r\n')[0]).toBe('HTTP/1.1 200 OK');
  });
});

describe('MonitoringModule', () => {
  it('wants no more work from the moment a shutdown begins', async () => {
    const answers: number[] = [];
    @Injectable()
    class Slow {
      constructor(@Inject(MonitoringModule) private readonly monitoring: MonitoringModule) {}
      async beforeApplicationShutdown(): Promise<void> {
        const url = this.monitoring.url ?? '';
        for (const path of ['/health', '/health/ready', '/metrics'])
          answers.push(await statusOf(url + path));
      }
    }
    const health = checkerOf({ state: 'healthy' });
    const monitoring = MonitoringModule.forRoot({ registry: new Registry(), port: 0, health });
    @Module({
      imports: [{ ...monitoring, exports: [MonitoringModule, Registry] }],
      providers: [Slow],
    })
    class AppModule {}
    const worker = await NestFactory.createApplicationContext(AppModule, quiet);
    await statusOf(`${urlOf(worker)}/health`);
    await worker.close();
    expect(answers).toEqual([200, 503, 200]);
  });

  it('serves what the providers of the Prometheus module count, in the default registry', async () => {
    @Injectable()
    class Reels {
      constructor(@InjectMetric('reels_total') readonly reels: Counter) {}
    }
    @Module({
      imports: [MonitoringModule.forRoot({ port: 0, defaultMetrics: false })],
      providers: [Reels, makeCounterProvider({ name: 'reels_total', help: 'Reels.' })],
    })
    class AppModule {}
    const worker = await NestFactory.createApplicationContext(AppModule, quiet);
    worker.get(Reels).reels.inc(13);
    const text = await (await fetch(`${urlOf(worker)}/metrics`)).text();
    await worker.close();
    expect(text).toContain('reels_total 13\n');
  });

  it.each([
    [
      { bearerToken: '' },
      'the bearer token is empty; set it, or leave the option out to let anybody in',
    ],
    [
      // As the environment of JavaScript gives it: `process.env.TOKEN`, which is not set.
      { bearerToken: undefined },
      'bearerToken is undefined; set it, or leave the option out to let anybody in',
    ],
    [
      { bearerToken: 'a', bearerTokenFile: '/run/secrets/metrics' },
      'bearerToken and bearerTokenFile are both set; keep one of them',
    ],
  ])('refuses %p', (options: object, message) => {
    expect(() => MonitoringModule.forRoot(options)).toThrow(message);
  });
});
