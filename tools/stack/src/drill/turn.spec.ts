import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeTurn, type Asked, type Turn } from './turn.js';

let home = '';
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'aura-turn-'))));
afterEach(() => rmSync(home, { recursive: true }));

const take = (): Promise<Asked> => takeTurn({ home, run: home });
function granted(asked: Asked): Turn {
  if ('refusal' in asked) throw new Error(asked.refusal);
  return asked;
}

const REFUSAL = {
  refusal: `another drill runs as process ${process.pid}: wait until it is over, or end it with kill -INT ${process.pid}, which undoes its cause`,
};

describe('the turn of a drill', () => {
  it('is one process’s at a time, whose pid the others are told, and leaves nothing behind', async () => {
    const turn = granted(await take());
    expect(await take()).toEqual(REFUSAL);

    await turn.release();
    expect(readdirSync(home)).toEqual([]);
    await granted(await take()).release();
  });

  it('is taken over from a drill that was killed', async () => {
    await writeFile(path.join(home, 'drill.pid'), '11\n');
    const turn = granted(await take());

    expect(await take()).toEqual(REFUSAL);
    await turn.release();
  });
});
