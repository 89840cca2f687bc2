import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeRoom, publishable } from './write.js';

it('lets out of a manifest only what keeps it private', () => {
  const written = { name: '@aura/health', private: true, sideEffects: false };

  expect(publishable(written)).toEqual({ name: '@aura/health', sideEffects: false });
});

describe('the folder of a package', () => {
  let out = '';
  beforeEach(async () => {
    out = await mkdtemp(path.join(tmpdir(), 'aura-pack-'));
  });
  afterEach(async () => {
    await rm(out, { recursive: true });
  });

  async function folderWith(manifest: string | undefined): Promise<string> {
    const folder = path.join(out, 'health');
    await mkdir(folder);
    if (manifest !== undefined) await writeFile(path.join(folder, 'package.json'), manifest);
    return folder;
  }

  it('makes room where the same package was built before', async () => {
    const folder = await folderWith('{"name":"@aura/health","version":"0.0.11"}');

    await makeRoom(folder, '@aura/health');

    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['a lib', '{"name":"@aura/health","private":true}'],
    ['another package', '{"name":"health"}'],
    ['a folder of something else', undefined],
  ])('does not make room where it finds %s', async (_what, manifest) => {
    const folder = await folderWith(manifest);

    await expect(makeRoom(folder, '@aura/health')).rejects.toThrow('was not built by this tool');

    expect(existsSync(folder)).toBe(true);
  });
});
