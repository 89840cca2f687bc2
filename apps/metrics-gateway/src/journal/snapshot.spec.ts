import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { diskWith, Worlds } from './fixtures/words.js';

const worlds = new Worlds();
afterEach(() => worlds.close());

/** A snapshot after every 100 bytes. */
const OFTEN = { segmentBytes: 50, snapshotBytes: 100 };

const kindsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).map((name) => path.extname(name));

describe('a snapshot', () => {
  it('replaces the segments before it, and loses nothing of what they held', async () => {
    const folder = await worlds.folder();
    const { journal, words, say } = await worlds.open(folder, OFTEN);
    for (let i = 0; i < 40; i += 1) await say(`word ${i}`);
    await journal.onModuleDestroy();
    const kinds = await kindsOf(folder);
    const again = await worlds.open(folder);
    expect(again.words).toEqual(words);
    expect(again.words).toHaveLength(40);
    expect(kinds.filter((kind) => kind === '.snapshot')).toHaveLength(1);
    expect(kinds.length).toBeLessThan(10);
  });

  it('brings back any history, closed and opened anywhere in it', async () => {
    const word = fc.constantFrom('a', 'bc', 'no', 'x'.repeat(60));
    const histories = fc.array(fc.array(word, { maxLength: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(histories, async (sessions) => {
        const folder = await worlds.folder();
        for (const session of sessions) {
          const { journal, say } = await worlds.open(folder, OFTEN);
          await Promise.all(session.map(say));
          await journal.onModuleDestroy();
        }
        const { journal, words } = await worlds.open(folder, OFTEN);
        expect(words).toEqual(sessions.flat().filter((one) => one !== 'no'));
        await journal.onModuleDestroy();
      }),
      { numRuns: 50 },
    );
  });

  it('that was cut short is forgotten', async () => {
    const folder = await worlds.folder();
    const { journal, say } = await worlds.open(folder);
    await say('a');
    await journal.onModuleDestroy();
    await writeFile(path.join(folder, '0000000000000001.snapshot.unfinished'), 'half of');
    expect((await worlds.open(folder)).words).toEqual(['a']);
    expect(await kindsOf(folder)).toEqual(['.segment']);
  });

  it('that finds no room leaves the segments as they are, and nothing of itself', async () => {
    const folder = await worlds.folder();
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const disk = diskWith((real, file) =>
      file.includes('.snapshot') ? { append: () => Promise.reject(full) } : real,
    );
    const { journal, words, say } = await worlds.open(folder, { ...OFTEN, disk });
    for (let i = 0; i < 20; i += 1) await say(`word ${i}`);
    await journal.onModuleDestroy();
    const kinds = new Set(await kindsOf(folder));
    expect([[...kinds], (await worlds.open(folder)).words]).toEqual([['.segment'], words]);
  });
});
