import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

const BODY_BYTES = 4_194_304;

let gateway: RunningGateway | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway?.close();
});

/** With room for four of the largest bodies. */
async function world() {
  const running = await startGateway(undefined, { MEMORY_LIMIT_MIB: '100' });
  gateway = running;
  const { hostname, port } = new URL(running.url);
  /** Sends the head of a push and a piece of its body, and then waits. */
  const begin = async (header: string, piece = ''): Promise<Socket> => {
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(`PUT /metrics/job/slow HTTP/1.1\r\nhost: g\r\n${header}\r\n\r\n${piece}`);
    return socket;
  };
  const inFlight = async (): Promise<number> => {
    const { body } = await running.ask('/metrics');
    return Number(/^gateway_bodies_in_flight_bytes (\S+)$/m.exec(body)?.[1]);
  };
  const untilInFlight = async (bytes: number): Promise<void> => {
    const deadline = AbortSignal.timeout(5_000);
    while ((await inFlight()) !== bytes) deadline.throwIfAborted();
  };
  const put = (body: RequestInit['body'] & {}, more: RequestInit = {}) =>
    running.ask('/metrics/job/quick', { method: 'PUT', body, ...more });
  return { running, begin, put, untilInFlight };
}

const FULL = `content-length: ${String(BODY_BYTES)}`;

it('refuses a body for which there is no memory beside those in flight, and is scraped meanwhile', async () => {
  const { running, begin, put, untilInFlight } = await world();
  const slow = await Promise.all([1, 2, 3, 4].map(() => begin(FULL)));
  await untilInFlight(4 * BODY_BYTES);
  const { status, headers, body } = await put('a 11\n');
  for (const socket of slow) socket.destroy();
  await untilInFlight(0);
  expect([status, headers.get('retry-after'), JSON.parse(body)]).toEqual([
    429,
    '1',
    {
      status: 429,
      error: 'it was refused: the gateway has as many bodies in hand as it has memory for',
      advice: 'Wait 1 s and send it again; fewer at once, or smaller ones, if that happens often.',
    },
  ]);
  expect(await running.samples()).toContain(
    'gateway_refusals_total{route="group",reason="busy"} 1',
  );
  expect((await put('a 13\n')).body).not.toContain('memory for');
});

it('weighs a body that comes in chunks as it comes, and one in gzip before it is inflated', async () => {
  const { begin, put, untilInFlight } = await world();
  await Promise.all([1, 2, 3].map(() => begin(FULL)));
  const rest = BODY_BYTES - 100_000;
  await begin(`content-length: ${String(rest)}`);
  await untilInFlight(3 * BODY_BYTES + rest);
  const chunks = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.alloc(110_000, 'a 1\n'));
      controller.close();
    },
  });
  const chunked = await put(chunks, { duplex: 'half' });
  const zipped = await put(gzipSync('a 1\n'), { headers: { 'content-encoding': 'gzip' } });
  const waits = [chunked, zipped].map(({ headers }) => headers.get('retry-after'));
  await untilInFlight(3 * BODY_BYTES + rest);
  expect([chunked.status, zipped.status, waits]).toEqual([429, 429, ['1', '1']]);
});
