import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { watchFiles, type FilesRead, type FilesWatch } from './watch-files.js';

let folder: string;
let watch: FilesWatch | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-watch-'));
});
afterEach(async () => {
  await watch?.close();
  await rm(folder, { recursive: true });
});

async function world() {
  const files = ['certificate', 'key'].map((name) => path.join(folder, name));
  const [certificate = '', key = ''] = files;
  await writeFile(certificate, 'c11');
  await writeFile(key, 'k12');
  const told: FilesRead[] = [];
  watch = watchFiles(files, ['c11', 'k12'], (read) => told.push(read));
  return { certificate, key, told, watch };
}

describe('files that are watched', () => {
  it('are told of once for each change, all of them together', async () => {
    const { key, told, watch } = await world();
    await watch.look();
    await writeFile(key, 'k13');
    await watch.look();
    await watch.look();
    expect(told).toEqual([{ ok: true, texts: ['c11', 'k13'] }]);
  });

  it('are told of when one is gone, once, and when it is back', async () => {
    const { certificate, told, watch } = await world();
    await rm(certificate);
    await watch.look();
    await watch.look();
    await writeFile(certificate, 'c11');
    await watch.look();
    expect(told).toEqual([
      { ok: false, reason: expect.stringContaining('ENOENT') as unknown },
      { ok: true, texts: ['c11', 'k12'] },
    ]);
  });

  it('are looked at on SIGHUP', async () => {
    const { key, told, watch } = await world();
    await writeFile(key, 'k14');
    process.emit('SIGHUP', 'SIGHUP');
    await watch.close();
    expect(told).toEqual([{ ok: true, texts: ['c11', 'k14'] }]);
  });
});
