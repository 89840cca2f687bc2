import { QUIET, clientOf, textOf } from './fixtures/client.js';
import { startGateway, type Answer, type Gateway } from './fixtures/gateway.js';
import { FLUSH_DEADLINE_MS, FakeRuntime, INTERVAL_MS } from './fixtures/runtime.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function gatewayOf(answer: Answer): Promise<Gateway> {
  const gateway = await startGateway(answer);
  closers.push(() => gateway.close());
  return gateway;
}

const accept: Answer = (response) => response.writeHead(200).end();

/** The listeners that a flush at the end of the process takes. */
function listeners(): readonly number[] {
  return [process.listenerCount('beforeExit'), process.listenerCount('SIGTERM')];
}

describe('closing a push client', () => {
  it('flushes once, however often it is asked, and leaves no timer', async () => {
    const gateway = await gatewayOf(accept);
    const { client, runtime, gauge } = clientOf(gateway.url);
    const before = runtime.running;
    gauge.set(17);
    expect(await Promise.all([client.close(), client.close()])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await client.close()).toEqual({ ok: true });
    expect([before, runtime.running]).toEqual([[INTERVAL_MS], []]);
    expect(gateway.received.map(({ text }) => text)).toEqual([textOf(17)]);
  });

  it('is the end: a later flush sends nothing and says so', async () => {
    const gateway = await gatewayOf(accept);
    const { client } = clientOf(gateway.url);
    await client.close();
    expect(await client.flush()).toEqual({
      ok: false,
      reason: `pushing job sweep to ${gateway.url} failed: the client is closed`,
    });
    expect(gateway.received).toHaveLength(1);
  });

  it('drops what is not delivered in time, and cuts off the request under way', async () => {
    const runtime = new FakeRuntime();
    let hungUp: Promise<unknown> = Promise.resolve();
    const gateway = await gatewayOf((response) => {
      hungUp = new Promise((resolve) => response.on('close', resolve));
      runtime.ring(FLUSH_DEADLINE_MS);
    });
    const { client, dropped } = clientOf(gateway.url, {}, runtime);
    const reason = `pushing job sweep to ${gateway.url} took longer than 8009 ms`;
    expect(await client.close()).toEqual({ ok: false, reason });
    await hungUp;
    expect(dropped).toEqual([{ families: ['freed'], reason }]);
    expect(client.stats()).toEqual({ ...QUIET, dropped: 1, lastError: reason });
    expect(runtime.running).toEqual([]);
  });

  it('ends a pause before an attempt, too', async () => {
    const runtime = new FakeRuntime('by-hand');
    const gateway = await gatewayOf((response) => response.writeHead(503).end());
    const { client } = clientOf(gateway.url, {}, runtime);
    const closing = client.close();
    await runtime.pauseBegan();
    runtime.ring(FLUSH_DEADLINE_MS);
    expect([await closing, client.stats().dropped, runtime.running]).toEqual([
      {
        ok: false,
        reason: `pushing job sweep to ${gateway.url} took longer than 8009 ms; the last failure: answered 503`,
      },
      1,
      [],
    ]);
  });

  it('takes the listeners away that many clients share', async () => {
    const gateway = await gatewayOf(accept);
    const before = listeners();
    const worlds = Array.from({ length: 13 }, () => clientOf(gateway.url, { flushOnExit: true }));
    const during = listeners();
    for (const { client } of worlds.slice(1)) await client.close();
    const shared = listeners();
    await worlds[0]?.client.close();
    expect([during, shared, listeners()]).toEqual([
      before.map((count) => count + 1),
      before.map((count) => count + 1),
      before,
    ]);
  });
});

describe('a push client in use', () => {
  it('gives a flush that comes during another the values of its own time', async () => {
    const gateway = await gatewayOf(accept);
    const { client, gauge } = clientOf(gateway.url);
    const first = client.flush();
    await new Promise((resolve) => setImmediate(resolve)); // the first has read its family by now
    gauge.set(17);
    expect([await first, await client.flush()]).toEqual([{ ok: true }, { ok: true }]);
    expect(gateway.received.at(-1)?.text).toBe(textOf(17));
  });

  it.each([
    ['throws', () => nothingGood()],
    ['rejects', () => Promise.reject(new Error('a bug of theirs'))],
  ])('outlives a listener of drops that %s, and warns once', async (_, onDropped) => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const gateway = await gatewayOf((response) => response.writeHead(400).end('no'));
    const { client } = clientOf(gateway.url, { onDropped });
    expect([(await client.flush()).ok, (await client.flush()).ok]).toEqual([false, false]);
    expect(warned.mock.calls).toEqual([
      ['push client of job sweep: onDropped threw: a bug of theirs', 'MisusedPushClient'],
    ]);
  });
});

function nothingGood(): never {
  throw new Error('a bug of theirs');
}
