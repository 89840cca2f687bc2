import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diskWith, Worlds } from './fixtures/words.js';

const worlds = new Worlds();
afterEach(() => worlds.close());

const world: Worlds['open'] = (...given) => worlds.open(...given);
const folderOf = (): Promise<string> => worlds.folder();

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
    let syncs = 0;
    const disk = diskWith((real) => ({ sync: () => ((syncs += 1), real.sync()) }));
    const { say } = await world(await folderOf(), { disk });
    syncs = 0;
    const first = say('first');
    const rest = Array.from({ length: 500 }, (_, i) => say(String(i)));
    const answers = await Promise.all([first, ...rest]);
    expect(answers.map((one) => one.ok && one.answer)).toEqual(answers.map((_, i) => i + 1));
    expect(syncs).toBeLessThanOrEqual(2);
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

  it('leaves out at a replay the part of a record that the state had refused', async () => {
    const folder = await folderOf();
    const { journal, words, say } = await world(folder);
    await Promise.all([say('a'), say('b|c'), say('d|e\nf'), say('g')]);
    await journal.onModuleDestroy();
    const again = await world(folder);
    expect([words, again.words]).toEqual([
      ['a', 'b', 'd', 'g'],
      ['a', 'b', 'd', 'g'],
    ]);
  });

  it('leaves out at a replay what a fault kept from being applied, and goes on', async () => {
    const folder = await folderOf();
    const { journal, say } = await world(folder);
    const apply = (): never => {
      throw new RangeError('Invalid string length');
    };
    const [first, broken, last] = await Promise.allSettled([
      say('a'),
      journal.append({ kind: 'word', encode: () => Buffer.from('broken'), apply }),
      say('b'),
    ]);
    await journal.onModuleDestroy();
    expect([first.status, broken.status, last.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await world(folder)).words).toEqual(['a', 'b']);
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
