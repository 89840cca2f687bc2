import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '@aura/service';
import { createDataSource } from '../database/data-source.js';
import { Ledger } from '../database/ledger.js';
import { migrate } from '../database/migrate.js';
import { createDatabase } from '../fixtures/world.js';
import { deliveredFiles } from '../pipeline/storage.js';
import { sweep } from './sweep.js';

const log = createLog('sweep', { level: 'silent' });
const REQUEST = {
  userId: 'ann',
  prompt: 'p',
  theme: 'tech',
  level: 'fast',
  durationSeconds: 1,
} as const;
const MADE = { quality: 0.9, masterBytes: 90, videoBytes: 11, thumbnailBytes: 2, checksum: 'c' };

/** Delivers three videos of 11 bytes with thumbnails of 2, the oldest first, and returns their ids. */
async function deliverThree(ledger: Ledger, mediaDir: string): Promise<string[]> {
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  for (const [index, id] of ids.entries()) {
    const at = new Date(Date.now() - 60_000 + index * 1_000);
    await ledger.accept(id, REQUEST, at);
    await ledger.complete(id, MADE, { at, stageTimes: [] });
    const files = deliveredFiles(mediaDir, id);
    await writeFile(files.video, 'x'.repeat(11));
    await writeFile(files.thumbnail, 'xx');
  }
  return ids;
}

/** A gateway that takes one push. */
async function listening(): Promise<{ url: string; pushed: Promise<string>; close: () => void }> {
  let take: (text: string) => void = () => undefined;
  const pushed = new Promise<string>((resolve) => {
    take = resolve;
  });
  const server = createServer((request, response) => {
    let text = `${request.method ?? ''} ${request.url ?? ''}\n${request.headers.authorization ?? ''}\n`;
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      take(text);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${String(port)}`, pushed, close: () => server.close() };
}

describe('the storage sweep', () => {
  it('deletes all but the newest videos, and tells the gateway what that gave', async () => {
    const database = await createDatabase();
    const mediaDir = await mkdtemp(path.join(tmpdir(), 'aura-media-'));
    const gateway = await listening();
    const dataSource = await createDataSource(database.url).initialize();
    try {
      await migrate(dataSource, () => Promise.resolve());
      const ledger = new Ledger(dataSource);
      const newest = (await deliverThree(ledger, mediaDir)).at(-1) ?? '';
      const options = { kept: 1, mediaDir, gatewayUrl: gateway.url, gatewayToken: 'eleven' };
      const swept = await sweep(ledger, options, log);
      expect(swept).toMatchObject({ freedBytes: 26, videos: 2 });
      expect((await readdir(mediaDir)).sort()).toEqual([`${newest}.jpg`, `${newest}.mp4`].sort());
      expect((await ledger.latest(10)).map(({ id }) => id)).toEqual([newest]);
      const text = await gateway.pushed;
      expect(text).toContain('PUT /metrics/job/storage-sweep\nBearer eleven\n');
      expect(text).toContain('\nstorage_sweep_freed_bytes 26\n');
      expect(text).toContain('\nstorage_sweep_duration_seconds ');
      expect(text).toContain('\nstorage_sweep_last_success_timestamp_seconds ');
    } finally {
      await dataSource.destroy();
      gateway.close();
      await database.drop();
      await rm(mediaDir, { recursive: true });
    }
  });

  it('ends well although nobody takes its figures', async () => {
    const database = await createDatabase();
    const mediaDir = await mkdtemp(path.join(tmpdir(), 'aura-media-'));
    const dataSource = await createDataSource(database.url).initialize();
    try {
      await migrate(dataSource, () => Promise.resolve());
      const options = { kept: 1, mediaDir, gatewayUrl: 'http://127.0.0.1:1' };
      expect(await sweep(new Ledger(dataSource), options, log)).toMatchObject({ videos: 0 });
    } finally {
      await dataSource.destroy();
      await database.drop();
      await rm(mediaDir, { recursive: true });
    }
  });
});
