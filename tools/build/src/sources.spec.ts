import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Sources, isSource } from './sources.js';

describe('the watch on sources', () => {
  let root = '';
  let sources: Sources | undefined;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sources-'));
    await mkdir(path.join(root, 'push'));
  });
  afterEach(async () => {
    sources?.close();
    await rm(root, { recursive: true, force: true });
  });

  const changes = () => {
    let resolve: () => void = () => undefined;
    let seen = 0;
    sources = new Sources([root], () => {
      seen += 1;
      resolve();
    });
    return {
      next: () => new Promise<void>((done) => (resolve = done)),
      seen: () => seen,
    };
  };

  it('reports an edit that replaces the file, as editors do, twice in a row', async () => {
    const { next, seen } = changes();
    for (const text of ['11', '12']) {
      const changed = next();
      await writeFile(path.join(root, 'push/store.ts.tmp'), text);
      await rename(path.join(root, 'push/store.ts.tmp'), path.join(root, 'push/store.ts'));
      await changed;
    }
    expect(seen()).toBe(2);
  });

  it('follows a folder that appears later', async () => {
    const { next } = changes();
    const appeared = next();
    await mkdir(path.join(root, 'scrape'));
    await appeared;

    const changed = next();
    await writeFile(path.join(root, 'scrape/render.ts'), '13');

    await expect(changed).resolves.toBeUndefined();
  });
});

it.each([
  ['store.ts', true],
  ['project.json', true],
  ['push', true],
  ['store.spec.ts', false],
  ['store.ts.tmp', false],
  ['notes.md', false],
])('looks at %s: %s', (name, looks) => {
  expect(isSource(name)).toBe(looks);
});
