import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { fastify, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { fastifyMetrics } from './fastify.js';

interface World {
  readonly registry: Registry;
  readonly server: FastifyInstance;
}

function world(): World {
  const registry = new Registry();
  const server = fastify();
  fastifyMetrics(server, registry);
  server.get('/videos/:id', () => 'a video');
  server.get('/broken', () => {
    throw Object.assign(new Error('teapot'), { statusCode: 418 });
  });
  server.get('/hijacked', (_, reply) => {
    reply.hijack();
    reply.raw.writeHead(207).end();
  });
  return { registry, server };
}

async function requests({ registry }: World): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => /^http_requests_|_count\{/.test(line));
}

describe('fastifyMetrics', () => {
  it('names the route by its template, and what no route matched as unmatched', async () => {
    const here = world();
    for (const path of ['/videos/11', '/videos/12', '/wp-login.php'])
      await here.server.inject(path);
    await here.server.close();
    expect(await requests(here)).toEqual([
      'http_requests_total{method="GET",endpoint="/videos/:id",status="200"} 2',
      'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
      'http_request_duration_seconds_count{method="GET",endpoint="/videos/:id"} 2',
      'http_request_duration_seconds_count{method="GET",endpoint="unmatched"} 1',
      'http_requests_in_flight 0',
    ]);
  });

  it('counts the status finally sent, by an error or by a hijacked reply', async () => {
    const here = world();
    for (const path of ['/broken', '/hijacked']) await here.server.inject(path);
    await here.server.close();
    expect(await requests(here)).toEqual(
      expect.arrayContaining([
        'http_requests_total{method="GET",endpoint="/broken",status="418"} 1',
        'http_requests_total{method="GET",endpoint="/hijacked",status="207"} 1',
      ]),
    );
  });

  it('folds a method that it does not know into other', async () => {
    const here = world();
    here.server.addHttpMethod('PURGE');
    here.server.route({ method: 'PURGE', url: '/cache', handler: () => 'gone' });
    await here.server.inject({ method: 'PURGE' as 'GET', url: '/cache' });
    await here.server.close();
    expect(await requests(here)).toContain(
      'http_requests_total{method="other",endpoint="/cache",status="200"} 1',
    );
  });

  it('counts a request whose client goes away as 499, once, and lets it out of the flight', async () => {
    const here = world();
    let answer = (): void => undefined;
    const entered = new Promise<void>((enter) => {
      here.server.get('/slow', async (request) => {
        const gone = once(request.raw.socket, 'close');
        enter();
        await gone;
        await new Promise<void>((resume) => (answer = resume));
        return 'too late';
      });
    });
    const { port } = new URL(await here.server.listen({ port: 0, host: '127.0.0.1' }));
    const client = connect(Number(port), '127.0.0.1');
    client.write('GET /slow HTTP/1.1\r\nHost: test\r\n\r\n');
    await entered;
    const during = await requests(here);
    client.destroy();
    await once(client, 'close');
    while ((await requests(here)).length === during.length) await new Promise(setImmediate);
    answer();
    await here.server.close();
    expect([during, await requests(here)]).toEqual([
      ['http_requests_in_flight 1'],
      [
        'http_requests_total{method="GET",endpoint="/slow",status="499"} 1',
        'http_request_duration_seconds_count{method="GET",endpoint="/slow"} 1',
        'http_requests_in_flight 0',
      ],
    ]);
  });

  it('counts what the router refuses before any hook runs, and a route for all that answers 404', async () => {
    const here = world();
    here.server.all('/*', (_, reply) => reply.code(404).send('nothing'));
    const url = await here.server.listen({ port: 0, host: '127.0.0.1' });
    for (const path of ['/%ff', '/nothing']) await (await fetch(url + path)).text();
    await here.server.close();
    expect(await requests(here)).toEqual([
      'http_requests_total{method="GET",endpoint="unmatched",status="400"} 1',
      'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
      'http_request_duration_seconds_count{method="GET",endpoint="unmatched"} 2',
      'http_requests_in_flight 0',
    ]);
  });

  it('counts a stream that the server itself breaks off as 500, though its headers said 200', async () => {
    const here = world();
    here.server.get('/torn', () => {
      const film = new PassThrough();
      film.write('the beginning');
      film.on('resume', () => setImmediate(() => film.destroy(new Error('no more film'))));
      return film;
    });
    const url = await here.server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${url}/torn`);
    await expect(answer.text()).rejects.toThrow('terminated');
    await here.server.close();
    expect([answer.status, await requests(here)]).toEqual([
      200,
      expect.arrayContaining([
        'http_requests_total{method="GET",endpoint="/torn",status="500"} 1',
      ]) as unknown,
    ]);
  });

  it('counts a request once when the same registry is told twice', async () => {
    const here = world();
    fastifyMetrics(here.server, here.registry);
    const url = await here.server.listen({ port: 0, host: '127.0.0.1' });
    await (await fetch(`${url}/videos/11`)).text();
    await here.server.close();
    expect(await requests(here)).toEqual([
      'http_requests_total{method="GET",endpoint="/videos/:id",status="200"} 1',
      'http_request_duration_seconds_count{method="GET",endpoint="/videos/:id"} 1',
      'http_requests_in_flight 0',
    ]);
  });
});
