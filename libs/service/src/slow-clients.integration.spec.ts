import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Controller, Get, Module, Post, StreamableFile } from '@nestjs/common';
import { Registry } from 'prom-client';
import { parseConfig } from './config.js';
import { createLog } from './log.js';
import { serviceSchema } from './schema.js';
import type { ClientLimits } from './server.js';
import { startService, type Service } from './service.js';

@Controller()
class LargeController {
  /** More than the buffers of a connection hold. */
  @Get('large')
  large(): StreamableFile {
    const piece = 'x'.repeat(65_536);
    return new StreamableFile(Readable.from(Array.from({ length: 600 }, () => piece)));
  }

  @Post('large')
  take(): string {
    return 'taken';
  }
}

@Module({ controllers: [LargeController] })
class LargeModule {}

let service: Service | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await service?.close();
});

async function world(clients: ClientLimits) {
  const read = parseConfig(serviceSchema(0, {}), { PORT: '0', METRICS_PORT: '0' }, () => '');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const lines: string[] = [];
  const log = createLog('sample', {
    level: 'warn',
    destination: { write: (line) => lines.push(line) },
  });
  const monitoring = { registry: new Registry() };
  const { config } = read;
  service = await startService(
    { name: 'sample', config, module: LargeModule, clients, monitoring },
    log,
  );
  const { url, metricsUrl } = service;
  return { url, metricsUrl, lines };
}

function socketTo(url: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined); // it may be reset instead of closed
  sockets.push(socket);
  return socket;
}

/** All that comes until the other side ends it. */
async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1', 0, 100);
  });
  await once(socket, 'close');
  return text;
}

const SLOW_TO_SEND = { headersTimeoutMs: 60, requestTimeoutMs: 120, checkEveryMs: 20 };

describe('a slow client', () => {
  it('is cut off while it sends its headers, on both ports', async () => {
    const { url, metricsUrl } = await world(SLOW_TO_SEND);
    const answers = await Promise.all(
      [url, metricsUrl].map((where) => {
        const socket = socketTo(where);
        socket.write('GET /metrics HTTP/1.1\r\nhost: h\r\nx-slow: ');
        return untilClosed(socket);
      }),
    );
    const timedOut = expect.stringMatching(/^HTTP\/1.1 408 /) as unknown;
    expect(answers).toEqual([timedOut, timedOut]);
  });

  it('is cut off while it sends its body', async () => {
    const { url } = await world(SLOW_TO_SEND);
    const socket = socketTo(url);
    socket.write(
      'POST /large HTTP/1.1\r\nhost: h\r\ncontent-type: text/plain\r\ncontent-length: 11\r\n\r\nx',
    );
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1.1 408 /);
  });

  it('is cut off while it reads its answer, and the log says so', async () => {
    const { url, lines } = await world({ sendTimeoutMs: 60 });
    const socket = socketTo(url).pause();
    socket.write('GET /large HTTP/1.1\r\nhost: h\r\n\r\n');
    await untilSaid(lines);
    let received = 0;
    socket.on('data', (bytes: Buffer) => (received += bytes.length));
    await once(socket.resume(), 'close');
    expect(received).toBeLessThan(600 * 65_536);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      route: '/large',
      msg: 'a client that reads too slowly is cut off',
    });
  });

  it('is not cut off when it reads in time', async () => {
    const { url, lines } = await world({ sendTimeoutMs: 30_000 });
    const text = await (await fetch(`${url}/large`)).text();
    expect([text.length, lines]).toEqual([600 * 65_536, []]);
  });
});

it('closes a connection past the limit as it comes, and takes the next once there is room', async () => {
  const { url, metricsUrl, lines } = await world({ connections: 2 });
  const held = [socketTo(url), socketTo(url)];
  await Promise.all(held.map((socket) => once(socket, 'connect')));
  expect(await untilClosed(socketTo(url))).toBe('');
  expect((await fetch(metricsUrl)).status).toBe(200);
  for (const socket of held) socket.destroy();
  const deadline = AbortSignal.timeout(5_000);
  const statusOf = () => fetch(`${url}/health/live`, { signal: deadline }).catch(() => undefined);
  while ((await statusOf())?.status !== 200) deadline.throwIfAborted();
  expect(lines[0]).toContain('too many connections, the next are closed');
});

async function untilSaid(lines: readonly string[]): Promise<void> {
  const deadline = AbortSignal.timeout(5_000);
  while (lines.length === 0) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
