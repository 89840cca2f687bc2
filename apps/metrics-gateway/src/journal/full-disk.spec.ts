import { diskWith, Worlds } from './fixtures/words.js';
import type { Disk } from './disk.js';

const worlds = new Worlds();
afterEach(() => worlds.close());

function failure(code: string): Error {
  return Object.assign(new Error(`it is ${code}`), { code });
}

/** A disk with room for so many bytes more, which can be changed. As a real one, it takes what still fits. */
function smallDisk(): { disk: Disk; room: { bytes: number } } {
  const room = { bytes: Infinity };
  const disk = diskWith((real) => ({
    append: async (bytes) => {
      const fits = bytes.subarray(0, Math.min(bytes.length, room.bytes));
      await real.append(fits);
      room.bytes -= fits.length;
      if (fits.length < bytes.length) throw failure('ENOSPC');
    },
  }));
  return { disk, room };
}

const FULL = { ok: false, reason: 'full' };

describe('a full disk', () => {
  it.each([0, 1, 11, 12, 13, 20, 30])(
    'with room for %i bytes takes no part of what does not fit, and goes on when there is room',
    async (bytes) => {
      const folder = await worlds.folder();
      const { disk, room } = smallDisk();
      const { journal, words, say } = await worlds.open(folder, { disk });
      await say('before');
      room.bytes = bytes;
      const refused = await Promise.all([say('too much'), say('and more')]);
      const meanwhile = [...words];
      room.bytes = Infinity;
      const later = await say('after');
      await journal.onModuleDestroy();
      const again = await worlds.open(folder);
      expect([refused, meanwhile, later, again.words]).toEqual([
        [FULL, FULL],
        ['before'],
        { ok: true, answer: 2 },
        ['before', 'after'],
      ]);
    },
  );

  it('that cannot even be cut back takes nothing until it can', async () => {
    const folder = await worlds.folder();
    let isBroken = false;
    const disk = diskWith((real) => ({
      sync: () => (isBroken ? Promise.reject(failure('EIO')) : real.sync()),
      cut: (length) => (isBroken ? Promise.reject(failure('EIO')) : real.cut(length)),
    }));
    const { journal, say } = await worlds.open(folder, { disk });
    await say('before');
    isBroken = true;
    const answers = [await say('lost'), await say('lost too')];
    isBroken = false;
    const later = await say('after');
    await journal.onModuleDestroy();
    const failed = { ok: false, reason: 'failed' };
    expect([answers, later, (await worlds.open(folder)).words]).toEqual([
      [failed, failed],
      { ok: true, answer: 2 },
      ['before', 'after'],
    ]);
  });

  it('that has room for what is refused, and none to say so, is told so before the next record', async () => {
    const folder = await worlds.folder();
    const { disk, room } = smallDisk();
    const { journal, words, say } = await worlds.open(folder, { disk });
    await say('before');
    room.bytes = 19; // a frame of 12 bytes, the five of its kind, and the word
    const refused = await say('no');
    room.bytes = Infinity;
    await say('after');
    await journal.onModuleDestroy();
    const again = await worlds.open(folder);
    expect([refused, words, again.words]).toEqual([
      { ok: true, answer: 1 },
      ['before', 'after'],
      ['before', 'after'],
    ]);
  });
});
