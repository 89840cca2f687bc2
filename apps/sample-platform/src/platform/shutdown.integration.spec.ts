import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { eventually, request, startPlatform, startWorld } from '../fixtures/world.js';

const LONG = { prompt: 'a lighthouse', theme: 'nature', durationSeconds: 4, level: 'fast' };

describe('a shutdown in the middle of a render', () => {
  it('is quick, leaves no files, and gives the render back for the next start to finish', async () => {
    const world = await startWorld();
    const { config } = world;
    const accepted = await eventually(
      () => request(world.service, 'POST /generate', LONG),
      ({ status }) => status === 202,
    );
    const id = String(accepted.body['id']);
    await eventually(
      () => request(world.service, `GET /generations/${id}`),
      ({ body }) => body['stage'] === 'render',
    );
    const startedAt = performance.now();
    await world.service.close();
    const closeMs = performance.now() - startedAt;
    const left = await world.sql(`SELECT status, stage FROM generations WHERE id = '${id}'`);
    const files = await readdir(path.join(config.MEDIA_DIR, '.work'));

    const next = await startPlatform(config);
    try {
      const done = await eventually(
        () => request(next, `GET /generations/${id}`),
        ({ body }) => body['status'] === 'completed',
      );
      expect(closeMs).toBeLessThan(5_000);
      expect(left).toEqual([{ status: 'queued', stage: null }]);
      expect(files).toEqual([]);
      expect(done.body['stages']).toHaveLength(4);
    } finally {
      await next.close();
      await world.close();
    }
  });
});
