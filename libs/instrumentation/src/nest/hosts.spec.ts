import {
  Controller,
  Get,
  HttpException,
  Module,
  UnauthorizedException,
  VersioningType,
  type INestApplication,
} from '@nestjs/common';
import { Registry } from 'prom-client';
import { FilmsController, appOf, ask, checkerOf, requestsIn, started } from './fixtures/films.js';
import { MonitoringModule } from './index.js';

describe.each(['express', 'fastify'] as const)('MonitoringModule on %s', (adapter) => {
  let app: INestApplication | undefined;
  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  it('gives another team metrics and health in two lines', async () => {
    const health = checkerOf({ state: 'healthy' });
    app = await started(adapter, appOf({ registry: new Registry(), health }));
    await ask(app, '/films/12');
    const metrics = await ask(app, '/metrics');
    const ready = await ask(app, '/health/ready');
    expect([metrics.status, metrics.type, ready.status]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      200,
    ]);
    expect(metrics.text.split('\n')).toEqual(
      expect.arrayContaining([
        'films_total{kind="short"} 11',
        'films_total{kind="long"} 0',
        '# TYPE process_start_time_seconds gauge',
        'http_requests_total{method="GET",endpoint="/films/:id",status="200"} 1',
      ]),
    );
  });

  it('answers for the health of an application that says nothing of it, until it is told not to', async () => {
    const paths = ['/health', '/health/live', '/health/ready'];
    app = await started(adapter, appOf({ registry: new Registry() }));
    const answers = [];
    for (const path of paths) answers.push((await ask(app, path)).status);
    const { text } = await ask(app, '/health');
    await app.close();
    app = await started(adapter, appOf({ registry: new Registry(), health: false }));
    for (const path of paths) answers.push((await ask(app, path)).status);
    expect([answers, JSON.parse(text)]).toEqual([
      [200, 200, 200, 404, 404, 404],
      expect.objectContaining({ state: 'healthy', rootCauses: [], components: {} }),
    ]);
  });

  it('leaves a /health of the application as it is', async () => {
    @Controller('health')
    class HealthController {
      @Get()
      health(): never {
        throw new HttpException('mine', 418);
      }
    }
    @Module({
      imports: [MonitoringModule.forRoot({ registry: new Registry() })],
      controllers: [HealthController],
    })
    class AppModule {}
    app = await started(adapter, AppModule);
    const statuses = [];
    for (const path of ['/health', '/health/live']) statuses.push((await ask(app, path)).status);
    expect(statuses).toEqual([418, 200]);
  });

  it('counts what a filter answers, what nothing matches, and a body that cannot be parsed', async () => {
    app = await started(adapter, appOf({ registry: new Registry(), defaultMetrics: false }));
    await ask(app, '/films', { method: 'POST' });
    await ask(app, '/nothing');
    const headers = { 'content-type': 'application/json' };
    await ask(app, '/films', { method: 'POST', body: '{', headers });
    const { text } = await ask(app, '/metrics');
    // Express parses the body before it looks for a route, Fastify after.
    const endpoint = adapter === 'express' ? 'unmatched' : '/films';
    expect(requestsIn(text).sort()).toEqual(
      [
        'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
        'http_requests_total{method="POST",endpoint="/films",status="418"} 1',
        `http_requests_total{method="POST",endpoint="${endpoint}",status="400"} 1`,
      ].sort(),
    );
  });

  it.each([
    ['by URI', { type: VersioningType.URI, defaultVersion: '1' }, '/api/v1/films/11'],
    [
      'by header',
      { type: VersioningType.HEADER, header: 'x-version', defaultVersion: '1' },
      '/api/films/11',
    ],
  ] as const)(
    'is where it is said, whatever prefix, version %s, guard, interceptor and pipe the application has',
    async (_, versioning, film) => {
      const health = checkerOf({ state: 'healthy' });
      const options = { registry: new Registry(), defaultMetrics: false, health };
      app = await started(adapter, appOf(options), (host) => {
        host.setGlobalPrefix('api').enableVersioning(versioning);
        host.useGlobalGuards({
          canActivate: (context) => {
            if (context.switchToHttp().getRequest<{ url: string }>().url.includes('films'))
              return true;
            throw new UnauthorizedException();
          },
        });
        host.useGlobalInterceptors({
          intercept: () => {
            throw new HttpException('no', 409);
          },
        });
        host.useGlobalPipes({
          transform: () => {
            throw new HttpException('no', 422);
          },
        });
      });
      const headers = { 'x-version': '1' };
      const asked = ['/metrics', '/health', '/health/live', '/health/ready', film, '/api/nothing'];
      const statuses = [];
      for (const path of asked) statuses.push((await ask(app, path, { headers })).status);
      const { text } = await ask(app, '/metrics');
      expect([statuses, requestsIn(text).slice(-2)]).toEqual([
        [200, 200, 200, 200, 409, 404],
        [
          `http_requests_total{method="GET",endpoint="${film.replace('11', ':id')}",status="409"} 1`,
          'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
        ],
      ]);
    },
  );

  it('lets two modules of one application import the same registry', async () => {
    const registry = new Registry();
    @Module({ imports: [MonitoringModule.forRoot({ registry })], controllers: [FilmsController] })
    class FilmsModule {}
    @Module({ imports: [FilmsModule, MonitoringModule.forRoot({ registry })] })
    class AppModule {}
    app = await started(adapter, AppModule);
    await ask(app, '/films/11');
    const { text } = await ask(app, '/metrics');
    expect(requestsIn(text)).toEqual([
      'http_requests_total{method="GET",endpoint="/films/:id",status="200"} 1',
    ]);
  });

  it('counts on when the application is started anew with the registry it had', async () => {
    const registry = new Registry();
    const first = await started(adapter, appOf({ registry }));
    await ask(first, '/films/11');
    await first.close();
    app = await started(adapter, appOf({ registry }));
    await ask(app, '/films/12');
    const { text } = await ask(app, '/metrics');
    expect(requestsIn(text)).toEqual([
      'http_requests_total{method="GET",endpoint="/films/:id",status="200"} 2',
    ]);
  });
});
