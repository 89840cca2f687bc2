import { QUIET, clientOf } from './fixtures/client.js';
import { startGateway, startListener, type Answer, type Gateway } from './fixtures/gateway.js';
import { DEADLINE_MS, FakeRuntime } from './fixtures/runtime.js';

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
describe('a push client whose gateway is none', () => {
  const HUGE = Buffer.alloc(65_536, 'x');

  it.each([
    ['closes every connection', 'socket hang up', (socket) => socket.destroy()],
    [
      'speaks something else',
      'Parse Error: Expected HTTP',
      (socket) => socket.end('SSH-2.0-x\r\n'),
    ],
    [
      'closes in the middle of its words',
      'answered 500: no ro',
      (socket) => socket.end('HTTP/1.1 500 No\r\ncontent-length: 99\r\n\r\nno ro'),
    ],
    [
      'shows a web page',
      'answered 200 with a web page',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>'),
    ],
    [
      'wants to switch protocols',
      'the connection was closed without an answer',
      (socket) =>
        socket.end('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: ws\r\n\r\n'),
    ],
  ] as const satisfies readonly [string, string, Parameters<typeof startListener>[0]][])(
    'gives up on one that %s',
    async (_, reason, meet) => {
      const listener = await startListener((socket) => socket.once('data', () => meet(socket)));
      closers.push(() => listener.close());
      const { client } = clientOf(listener.url);
      const result = await client.flush();
      expect([result.ok, client.stats()]).toEqual([
        false,
        { ...QUIET, dropped: 1, retried: 2, lastError: expect.stringContaining(reason) as string },
      ]);
    },
  );

  it('reads a little of an answer without end, and hangs up', async () => {
    let hungUp: Promise<unknown> = Promise.resolve();
    const gateway = await gatewayOf((response) => {
      hungUp = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(400);
      const pour = (): void => {
        while (!response.destroyed && response.write(HUGE));
      };
      response.on('drain', pour);
      pour();
    });
    const { client } = clientOf(gateway.url);
    await client.flush();
    await hungUp;
    expect(client.stats()).toEqual({
      ...QUIET,
      dropped: 1,
      lastError: `answered 400: ${'x'.repeat(300)}`,
    });
  });

  it.each([
    ['takes the push and never answers', false, 'no answer within 5003 ms'],
    ['hangs in the middle of its words', true, 'answered 503: no ro'],
  ])('gives an attempt up at its deadline when it %s', async (_, speaks, reason) => {
    const runtime = new FakeRuntime();
    const ring = (): void => runtime.ring(DEADLINE_MS); // after a round trip, when all before it has arrived
    const gateway = await gatewayOf((response, _index, { method }) => {
      if (method === 'GET') response.end();
      else if (speaks)
        response.writeHead(503).write('no ro', () => void fetch(gateway.url).then(ring));
      else ring();
    });
    const { client } = clientOf(gateway.url, {}, runtime);
    await client.flush();
    expect(client.stats()).toEqual({ ...QUIET, dropped: 1, retried: 2, lastError: reason });
  });

  it('says that nobody listens', async () => {
    const gateway = await startGateway(accept);
    await gateway.close();
    const { client } = clientOf(gateway.url);
    const reason = `connect ECONNREFUSED ${new URL(gateway.url).host}`;
    expect(await client.flush()).toEqual({
      ok: false,
      reason: `pushing job sweep to ${gateway.url} failed for freed: ${reason}`,
    });
  });
});
