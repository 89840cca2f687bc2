import { once } from 'node:events';
import { request } from 'node:http';
import { Controller, Get, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from 'prom-client';
import { parseConfig } from './config.js';
import { deferred } from './fixtures/deferred.js';
import { createLog } from './log.js';
import type { ReadinessCheck } from './readiness.js';
import { serviceSchema } from './schema.js';
import { startService, type Service } from './service.js';

/** A handler that waits for the test, and a module that notes when it is closed. */
function world() {
  const lines: string[] = [];
  const events: string[] = [];
  const gate = deferred<string>();
  const entered = deferred<undefined>();

  @Controller()
  class SampleController {
    @Get('wait')
    async wait(): Promise<{ readonly said: string }> {
      entered.resolve(undefined);
      const said = await gate.promise;
      events.push('answered');
      return { said };
    }

    @Get('break')
    break(): never {
      throw new Error('the password is hunter2');
    }
  }

  @Module({ controllers: [SampleController] })
  class SampleModule implements OnApplicationShutdown {
    onApplicationShutdown(): void {
      events.push('module closed');
    }
  }
  const log = createLog('sample', {
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  return { lines, events, gate, entered, log, module: SampleModule };
}

type World = ReturnType<typeof world>;
interface Settings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly readiness?: readonly ReadinessCheck[];
}

function start(
  { module, log }: World,
  { environment, readiness }: Settings = {},
): Promise<Service> {
  const read = parseConfig(serviceSchema(0, {}), { PORT: '0', ...environment }, () => '');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const spec = {
    name: 'sample',
    config: read.config,
    module,
    monitoring: { registry: new Registry() },
  };
  return startService({ ...spec, readiness: () => readiness ?? [] }, log);
}

const logged = ({ lines }: World): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a running service', () => {
  let running: Service | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  it('says where it listens, and nothing else, when it starts', async () => {
    const here = world();
    running = await start(here);
    expect(logged(here)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        service: 'sample',
        url: running.url,
        metricsUrl: `${running.url}/metrics`,
        msg: 'listening',
      },
    ]);
  });

  it('serves the metrics of the process and of its requests', async () => {
    running = await start(world());
    await fetch(`${running.url}/health/live`);
    const response = await fetch(running.metricsUrl);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('process_resident_memory_bytes ');
    expect(text).toContain(
      'http_requests_total{method="GET",endpoint="/health/live",status="200"} 1\n',
    );
  });

  it('serves /metrics on METRICS_PORT alone when that is set', async () => {
    running = await start(world(), { environment: { METRICS_PORT: '0' } });
    const aside = new URL(running.metricsUrl);
    expect(aside.origin).not.toBe(running.url);
    const statuses = await Promise.all(
      [
        running.metricsUrl,
        `${running.url}/metrics`,
        `${running.url}/%6detrics`,
        `${aside.origin}/health/live`,
        `${running.url}/health/live`,
      ].map(async (address) => (await fetch(address)).status),
    );
    expect(statuses).toEqual([200, 404, 404, 404, 200]);
  });

  it('asks who reads the metrics for METRICS_TOKEN, and nobody for anything else', async () => {
    const METRICS_TOKEN = 'eleven-twelve-thirteen';
    running = await start(world(), { environment: { METRICS_TOKEN } });
    const ask = async (url: string, token?: string): Promise<number> => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return (await fetch(url, { headers })).status;
    };
    expect([
      await ask(running.metricsUrl),
      await ask(running.metricsUrl, 'eleven-twelve-fourteen'),
      await ask(running.metricsUrl, METRICS_TOKEN),
      await ask(`${running.url}/health/live`),
    ]).toEqual([401, 401, 200, 200]);
  });

  it('is ready while its checks pass, and says why when one does not', async () => {
    let outage: string | undefined = 'connection refused';
    const check = (): Promise<void> =>
      outage === undefined ? Promise.resolve() : Promise.reject(new Error(outage));
    running = await start(world(), { readiness: [{ name: 'database', deadlineMs: 500, check }] });
    const down = await fetch(`${running.url}/health/ready`);
    expect(down.status).toBe(503);
    expect(await down.json()).toMatchObject({
      status: 'error',
      error: { database: { status: 'down', message: 'connection refused' } },
    });
    outage = undefined;
    await untilReady(running);
    const live = await fetch(`${running.url}/health/live`);
    expect(await live.json()).toEqual({
      status: 'ok',
      uptimeSeconds: expect.any(Number) as unknown,
    });
  });

  it('is not ready when a check hangs, and says so at its deadline', async () => {
    const hanging = { name: 'queue', deadlineMs: 60, check: () => new Promise(() => undefined) };
    running = await start(world(), { readiness: [hanging] });
    const response = await fetch(`${running.url}/health/ready`);
    expect(await response.json()).toMatchObject({
      error: { queue: { message: 'queue did not finish within 60 ms' } },
    });
  });

  it('tells a client nothing of a fault of ours, and the log everything, once', async () => {
    const here = world();
    running = await start(here);
    const response = await fetch(`${running.url}/break`);
    const body = (await response.json()) as { requestId: string };
    expect({ status: response.status, body }).toEqual({
      status: 500,
      body: {
        status: 500,
        error: 'internal error',
        advice: 'The fault is on this side: its log has the cause under the request id.',
        requestId: expect.any(String) as unknown,
      },
    });
    expect(logged(here).slice(1)).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'request failed',
        route: '/break',
        requestId: body.requestId,
        err: expect.objectContaining({ message: 'the password is hunter2' }) as unknown,
      }),
    ]);
  });

  it.each([
    { method: 'GET', path: '/%ff', status: 400, error: "'/%ff' is not a valid url component" },
    { method: 'GET', path: '/nowhere', status: 404, error: 'Cannot GET /nowhere' },
    {
      method: 'POST',
      path: '/wait',
      body: '{bad',
      status: 400,
      error: "Body is not valid JSON but content-type is set to 'application/json'",
    },
    {
      method: 'POST',
      path: '/wait',
      body: `"${'x'.repeat(1_048_577)}"`,
      status: 413,
      error: 'Request body is too large',
    },
  ])('answers $method $path with $status, what is wrong and what to do', async (given) => {
    running = await start(world());
    const { method, path, body, status, error } = given;
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const response = await fetch(`${running.url}${path}`, init);
    expect(await response.json()).toEqual({ status, error, advice: expect.any(String) as unknown });
  });

  it('names the variable when its port is taken, and leaves nothing open', async () => {
    running = await start(world());
    const { port } = new URL(running.url);
    const other = world();
    await expect(start(other, { environment: { PORT: port } })).rejects.toMatchObject({
      message: `cannot listen on port ${port}: another process has it; set PORT to another`,
      variable: 'PORT',
    });
    expect(other.events).toEqual(['module closed']);
  });

  it('finishes requests in flight before it closes its modules, and takes no new ones', async () => {
    const here = world();
    const service = await start(here);
    const inFlight = fetch(`${service.url}/wait`);
    await here.entered.promise;
    const closing = service.close();
    const refused = request(service.url).end();
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    here.gate.resolve('late but whole');
    const response = await inFlight;
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({ said: 'late but whole' });
    await closing;
    expect(here.events).toEqual(['answered', 'module closed']);
  });
});

/** A readiness answer is kept for a second, so a new one takes that long to be seen. */
async function untilReady({ url }: Service): Promise<void> {
  const deadline = AbortSignal.timeout(5_000);
  while ((await fetch(`${url}/health/ready`, { signal: deadline })).status !== 200);
}
