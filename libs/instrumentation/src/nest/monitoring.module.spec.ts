import { Controller, Get, Inject, Param } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { sweep } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from '../bind.js';
import { MonitoringModule, type MonitoringOptions } from './index.js';

@Controller('videos')
class VideosController {
  constructor(@Inject(Registry) registry: Registry) {
    bind(registry, sweep.freed).set(11);
  }

  @Get(':id')
  one(@Param('id') id: string): string {
    return id;
  }
}

async function started(options: MonitoringOptions): Promise<NestFastifyApplication> {
  const module = await Test.createTestingModule({
    imports: [MonitoringModule.forRoot(options)],
    controllers: [VideosController],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('MonitoringModule', () => {
  it('serves what providers bind in the injected registry, as Prometheus text', async () => {
    const app = await started({ registry: new Registry(), defaultMetrics: false, http: false });
    const answer = await app.inject('/metrics');
    await app.close();
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toBe(
      [
        '# HELP storage_sweep_freed_bytes Bytes that the last storage sweep gave back to the disk.',
        '# TYPE storage_sweep_freed_bytes gauge',
        'storage_sweep_freed_bytes 11',
        '',
      ].join('\n'),
    );
  });

  it('counts the requests of controllers by their template', async () => {
    const app = await started({ registry: new Registry(), defaultMetrics: false });
    await app.inject('/videos/12');
    await app.inject('/videos/13');
    const { body } = await app.inject('/metrics');
    await app.close();
    expect(body).toContain(
      'http_requests_total{method="GET",endpoint="/videos/:id",status="200"} 2\n',
    );
  });

  it('lets two applications of one process serve one registry at two paths', async () => {
    const registry = new Registry();
    const [first, second] = [
      await started({ registry, path: '/metrics' }),
      await started({ registry, path: '/other' }),
    ];
    const codes = [
      (await first.inject('/metrics')).statusCode,
      (await first.inject('/other')).statusCode,
      (await second.inject('/other')).statusCode,
    ];
    await Promise.all([first.close(), second.close()]);
    expect(codes).toEqual([200, 404, 200]);
  });

  it('adds process metrics, none of them a gauge with a name for counters', async () => {
    const app = await started({ registry: new Registry() });
    const { body } = await app.inject('/metrics');
    await app.close();
    const types = body.split('\n').filter((line) => line.startsWith('# TYPE'));
    expect(types).toContain('# TYPE process_start_time_seconds gauge');
    expect(types.filter((line) => /_total (?!counter)/.test(line))).toEqual([]);
  });

  it('serves nothing when the path is false', async () => {
    const app = await started({ registry: new Registry(), path: false });
    const { statusCode } = await app.inject('/metrics');
    await app.close();
    expect(statusCode).toBe(404);
  });
});
