import { randomUUID } from 'node:crypto';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  configOf,
  createDatabase,
  eventually,
  request,
  startPlatform,
  type Answer,
} from '../fixtures/world.js';

const WISH = { prompt: 'a lighthouse', theme: 'business', durationSeconds: 1 };

/** A wire to the database that can be cut and mended: nobody listens while it is cut. */
class Wire {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  get url(): string {
    const url = new URL(this.#target);
    url.port = String(this.#port);
    return url.href;
  }

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy()).on('close', () => this.#sockets.delete(socket));
        socket.pipe(other);
      }
    });
    this.#server = server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async cut(): Promise<void> {
    const closed = this.#server === undefined ? undefined : once(this.#server, 'close');
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function expectOutage({ status, body }: Answer): void {
  expect(status).toBe(503);
  expect(body['error']).toContain('is unreachable');
}

describe('without its database', () => {
  it('starts, says why it cannot work, and opens by itself; loses it and recovers', async () => {
    const database = await createDatabase();
    const media = await mkdtemp(path.join(tmpdir(), 'aura-media-'));
    const wire = new Wire(database.url);
    await wire.mend();
    await wire.cut();
    const service = await startPlatform(
      await configOf({ DATABASE_URL: wire.url, MEDIA_DIR: media }),
    );
    const ready = (): ReturnType<typeof request> => request(service, 'GET /health/ready');
    try {
      await eventually(
        () => request(service, 'POST /generate', WISH),
        ({ body }) => String(body['error']).includes('ECONNREFUSED'),
      );
      expect(await ready()).toMatchObject({
        status: 503,
        body: { error: { database: { status: 'down' } } },
      });
      expect((await fetch(service.metricsUrl)).status).toBe(200);
      expect(await (await fetch(service.url)).text()).toContain('does not answer');

      await wire.mend();
      await eventually(ready, ({ status }) => status === 200);
      await request(service, 'PUT /chaos', { workers: 'stopped' });
      await wire.cut();
      expectOutage(await request(service, 'POST /generate', WISH));
      expectOutage(await request(service, `GET /generations/${randomUUID()}`));
      expectOutage(await request(service, 'PUT /chaos', { workers: 'running' }));
      expect((await request(service, 'GET /chaos')).body['workers']).toBe('stopped');

      await wire.mend();
      await eventually(
        () => request(service, 'PUT /chaos', { workers: 'running' }),
        ({ status }) => status === 200,
      );
      const accepted = await eventually(
        () => request(service, 'POST /generate', WISH),
        ({ status }) => status === 202,
      );
      const done = await eventually(
        () => request(service, `GET /generations/${String(accepted.body['id'])}`),
        ({ body }) => body['finishedAt'] !== null,
      );
      expect(done.body['status']).toBe('completed');
    } finally {
      await service.close();
      await wire.cut();
      await database.drop();
      await rm(media, { recursive: true });
    }
  });
});
