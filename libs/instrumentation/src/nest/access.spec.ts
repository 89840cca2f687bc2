import type { INestApplication } from '@nestjs/common';
import { Registry } from 'prom-client';
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
