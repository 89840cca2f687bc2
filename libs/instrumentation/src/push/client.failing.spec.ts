import { Gauge } from 'prom-client';
import { QUIET, clientOf, textOf } from './fixtures/client.js';
import { startGateway, type Answer, type Gateway } from './fixtures/gateway.js';
import { FLUSH_DEADLINE_MS, FakeRuntime, NOW_MS } from './fixtures/runtime.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function gatewayOf(answer: Answer): Promise<Gateway> {
  const gateway = await startGateway(answer);
  closers.push(() => gateway.close());
  return gateway;
}

const keysOf = ({ received }: Gateway): unknown[] =>
  received.map(({ headers }) => headers['idempotency-key']);
describe('a push client whose gateway fails', () => {
  it('sends the same batch again under the same key, after pauses that double', async () => {
    const gateway = await gatewayOf((response, index) => {
      response.writeHead(index < 2 ? 503 : 200).end('no room\u001b[31m\n');
    });
    const { client, runtime } = clientOf(gateway.url);
    expect(await client.flush()).toEqual({ ok: true });
    expect(runtime.pauses).toEqual([100, 200]);
    expect(keysOf(gateway)).toEqual(['worker-19-1', 'worker-19-1', 'worker-19-1']);
    expect(client.stats()).toEqual({
      ...QUIET,
      delivered: 1,
      retried: 2,
      lastError: 'answered 503: no room [31m',
    });
  });

  it('gives a batch up after its attempts, says so, and begins anew with the next', async () => {
    const gateway = await gatewayOf((response, index) => {
      response.writeHead(index < 3 ? 500 : 200).end('disk full');
    });
    const { client, dropped } = clientOf(gateway.url);
    const reason = 'answered 500: disk full';
    expect([await client.flush(), client.stats(), dropped]).toEqual([
      { ok: false, reason: `pushing job sweep to ${gateway.url} failed for freed: ${reason}` },
      { ...QUIET, dropped: 1, retried: 2, lastError: reason },
      [{ families: ['freed'], reason }],
    ]);
    expect(await client.flush()).toEqual({ ok: true });
    expect(keysOf(gateway).at(-1)).toBe('worker-19-2');
  });

  it('does not send again what was refused', async () => {
    const gateway = await gatewayOf((response) => {
      response.writeHead(400).end(`line 3: no value ${'!'.repeat(1_000)}`);
    });
    const { client, dropped } = clientOf(gateway.url);
    await client.flush();
    const reason = `answered 400: line 3: no value ${'!'.repeat(283)}`;
    expect([gateway.received.length, client.stats(), dropped]).toEqual([
      1,
      { ...QUIET, dropped: 1, lastError: reason },
      [{ families: ['freed'], reason }],
    ]);
  });

  it.each([
    ['7', 7_100],
    [new Date(NOW_MS + 11_000).toUTCString(), 11_100],
    ['86400', 60_100],
  ])(
    'waits as long as the gateway asks with %p, and no flush cuts that short',
    async (said, ms) => {
      const runtime = new FakeRuntime('by-hand');
      const gateway = await gatewayOf((response, index) => {
        response.writeHead(index === 0 ? 429 : 200, { 'retry-after': said }).end();
      });
      const { client } = clientOf(gateway.url, {}, runtime);
      const early = client.flush();
      await runtime.pauseBegan();
      runtime.ring(FLUSH_DEADLINE_MS);
      expect(await early).toMatchObject({ ok: false });
      const late = client.flush();
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect([gateway.received.length, runtime.pauses]).toEqual([1, [ms]]);
      runtime.ring(ms);
      expect(await late).toEqual({ ok: true });
    },
  );

  it('lets a newer snapshot take the place of a batch that waits for its next attempt', async () => {
    const runtime = new FakeRuntime('by-hand');
    const gateway = await gatewayOf((response, index) => {
      response.writeHead(index === 0 ? 503 : 200).end();
    });
    const { client, gauge } = clientOf(gateway.url, {}, runtime);
    const early = client.flush();
    await runtime.pauseBegan();
    runtime.ring(FLUSH_DEADLINE_MS);
    await early;
    gauge.set(17);
    expect([await client.flush(), client.stats()]).toEqual([
      { ok: true },
      { ...QUIET, delivered: 1, superseded: 1, lastError: 'answered 503' },
    ]);
    expect(gateway.received.map((push) => push.text)).toEqual([textOf(13), textOf(17)]);
    expect(keysOf(gateway)).toEqual(['worker-19-1', 'worker-19-2']);
  });

  it('never lets more wait than it may, and says what did not fit', async () => {
    const runtime = new FakeRuntime('by-hand');
    const gateway = await gatewayOf(() => runtime.ring(FLUSH_DEADLINE_MS)); // hangs
    const { client, registry, dropped } = clientOf(gateway.url, { maxBufferedBytes: 100 }, runtime);
    new Gauge({ name: 'big', help: 'b'.repeat(50), registers: [registry] });
    expect(await client.flush()).toMatchObject({ ok: false });
    const { bufferedBytes, dropped: count } = client.stats();
    expect([bufferedBytes, count, dropped]).toEqual([
      textOf(13).length,
      1,
      [{ families: ['big'], reason: expect.stringContaining('(maxBufferedBytes)') as string }],
    ]);
  });
});
