import type { INestApplication } from '@nestjs/common';
import { http } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from '../bind.js';
import { appOf, ask, checkerOf, started } from './fixtures/films.js';

describe.each(['express', 'fastify'] as const)('what may be read on %s', (adapter) => {
  let app: INestApplication | undefined;
  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  it('lets nobody read the metrics without the token, and everybody the health', async () => {
    let token = 'a-first-secret';
    const health = checkerOf({ state: 'healthy' });
    const bearerToken = (): string => token;
    app = await started(adapter, appOf({ registry: new Registry(), bearerToken, health }));
    const challenge = await fetch(`${await app.getUrl()}/metrics`);
    token = 'another-secret';
    const statuses = [];
    for (const authorization of [
      'Bearer a-first-secret',
      'Basic another-secret',
      'bearer another-secret',
    ])
      statuses.push((await ask(app, '/metrics', { headers: { authorization } })).status);
    statuses.push((await ask(app, '/health')).status);
    expect([challenge.status, challenge.headers.get('www-authenticate'), statuses]).toEqual([
      401,
      'Bearer realm="metrics"',
      [401, 401, 200, 200],
    ]);
  });

  it('shows exemplars where the registry writes OpenMetrics', async () => {
    const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    app = await started(adapter, appOf({ registry }));
    const labels = { method: 'GET', endpoint: '/reels/:reel', status: '207' } as const;
    bind(registry, http.requests).inc(labels, 13, { trace_id: 'd41d8cd9' });
    const { type, text } = await ask(app, '/metrics');
    expect([type, text.slice(-6)]).toEqual([registry.contentType, '# EOF\n']);
    expect(text).toContain(
      'http_requests_total{method="GET",endpoint="/reels/:reel",status="207"} 13 # {trace_id="d41d8cd9"} 13 ',
    );
    expect(text).toContain('# TYPE process_start_time_seconds gauge\n');
  });

  it('says as JSON or as health+json what is wrong, with 503 for what is unhealthy', async () => {
    const health = checkerOf({ state: 'unhealthy', reason: 'full' });
    app = await started(adapter, appOf({ registry: new Registry(), health, name: 'films' }));
    const plain = await ask(app, '/health');
    const headers = { accept: 'application/health+json' };
    const standard = await ask(app, '/health/ready', { headers });
    const live = await ask(app, '/health/live');
    expect([plain.status, plain.type, standard.status, standard.type, live.status]).toEqual([
      503,
      'application/json; charset=utf-8',
      503,
      'application/health+json; charset=utf-8',
      200,
    ]);
    expect(JSON.parse(plain.text)).toMatchObject({
      state: 'unhealthy',
      rootCauses: ['disk'],
      components: { disk: { state: 'unhealthy', reason: 'full' } },
    });
    expect(JSON.parse(standard.text)).toMatchObject({ status: 'fail', serviceId: 'films' });
  });
});
