import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '@aura/service';
import { REAL_DISK, type Disk } from './disk.js';
import { FileJournal, type FileJournalOptions } from './file-journal.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-journal-'));
  closers.push(() => rm(folder, { recursive: true }));
  return folder;
}

/** A journal whose state is the list of all words said to it; "no" is refused. */
async function world(folder: string, changed: Partial<FileJournalOptions> = {}) {
  const words: string[] = [];
  const journal = new FileJournal({
    folder,
    disk: REAL_DISK,
    log: createLog('journal', { level: 'silent' }),
    fsync: 'always',
    intervalMs: 1_000,
    segmentBytes: 1_000,
    snapshotBytes: 1e9,
    ...changed,
  });
  journal.register({
    name: 'word',
    replay: (body) => void words.push(Buffer.from(body).toString()),
    dump: () => words.map((word) => () => Buffer.from(word)),
  });
  closers.push(() => journal.onModuleDestroy());
  await journal.start();
  const say = (word: string) =>
    journal.append({
      kind: 'word',
      encode: () => Buffer.from(word),
      apply: () => {
        const isKept = word !== 'no';
        if (isKept) words.push(word);
        return { answer: words.length, isKept };
      },
    });
  return { journal, words, say };
}

/** A disk that counts what is asked of it. */
function counted(): { disk: Disk; asked: { appends: number; syncs: number } } {
  const asked = { appends: 0, syncs: 0 };
  const disk: Disk = {
    open: async (file) => {
      const real = await REAL_DISK.open(file);
      return {
        ...real,
        append: (bytes) => ((asked.appends += 1), real.append(bytes)),
        sync: () => ((asked.syncs += 1), real.sync()),
      };
    },
  };
  return { disk, asked };
}

describe('the journal', () => {
  it('brings back what was acknowledged, in its order, over many segments', async () => {
    const folder = await folderOf();
    const { journal, words, say } = await world(folder);
    for (let i = 0; i < 7; i += 1) {
      await Promise.all(Array.from({ length: 13 }, (_, j) => say(`${i}-${j}-${'x'.repeat(17)}`)));
    }
    await journal.onModuleDestroy();
    const again = await world(folder);
    expect(again.words).toEqual(words);
    expect(again.words).toHaveLength(91);
    expect((await readdir(folder)).length).toBeGreaterThan(2);
  });

  it('lets appends that come while it writes share the next write and its fsync', async () => {
    const { disk, asked } = counted();
    const { say } = await world(await folderOf(), { disk });
    const before = { ...asked };
    const first = say('first');
    const rest = Array.from({ length: 500 }, (_, i) => say(String(i)));
    const answers = await Promise.all([first, ...rest]);
    expect(answers.map((one) => one.ok && one.answer)).toEqual(answers.map((_, i) => i + 1));
    expect(asked.syncs - before.syncs).toBeLessThanOrEqual(2);
  });

  it('leaves out at a replay what the state had refused', async () => {
    const folder = await folderOf();
    const { journal, say } = await world(folder);
    const answers = await Promise.all([say('a'), say('no'), say('b')]);
    await journal.onModuleDestroy();
    const again = await world(folder);
    expect([answers, again.words]).toEqual([
      [1, 1, 2].map((answer) => ({ ok: true, answer })),
      ['a', 'b'],
    ]);
  });

  it('drops a torn end, and goes on after the last whole record', async () => {
    const folder = await folderOf();
    const first = await world(folder);
    for (const word of ['a', 'b', 'c']) await first.say(word);
    await first.journal.onModuleDestroy();
    const segment = path.join(folder, '0000000000000000.segment');
    await truncate(segment, (await readFile(segment)).length - 1);
    const second = await world(folder);
    await second.say('d');
    await second.journal.onModuleDestroy();
    expect((await world(folder)).words).toEqual(['a', 'b', 'd']);
  });

  it('does not start over a record that is damaged before others, and says where', async () => {
    const folder = await folderOf();
    const { journal, say } = await world(folder);
    for (const word of ['a', 'b', 'c']) await say(word);
    await journal.onModuleDestroy();
    const segment = path.join(folder, '0000000000000000.segment');
    const bytes = await readFile(segment);
    bytes.writeUInt8(0, 20);
    await writeFile(segment, bytes);
    await expect(world(folder)).rejects.toThrow(`${segment} is damaged at byte 18:`);
    await expect(world(folder)).rejects.toThrow(`truncate -s 18 ${segment}`);
  });

  it('does not start without a segment that is missing', async () => {
    const folder = await folderOf();
    const { journal, say } = await world(folder, { segmentBytes: 1 });
    for (const word of ['a', 'b', 'c']) await say(word);
    await journal.onModuleDestroy();
    await rm(path.join(folder, '0000000000000001.segment'));
    await expect(world(folder)).rejects.toThrow('the records from number 1 on are missing');
  });

  it('lets no second process write its folder while it is open', async () => {
    const folder = await folderOf();
    const { journal } = await world(folder);
    await expect(world(folder)).rejects.toThrow(`another process writes ${folder}`);
    await journal.onModuleDestroy();
    expect((await world(folder)).words).toEqual([]);
  });

  it('says which kind of record it does not know', async () => {
    const folder = await folderOf();
    const { journal } = await world(folder);
    journal.register({ name: 'future', replay: () => undefined, dump: () => [] });
    const apply = () => ({ answer: 0, isKept: true });
    await journal.append({ kind: 'future', encode: () => Buffer.from('a'), apply });
    await journal.onModuleDestroy();
    await expect(world(folder)).rejects.toThrow('records of the kind "future", which this version');
  });
});
