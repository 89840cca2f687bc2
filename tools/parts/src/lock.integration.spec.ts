import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tryLock, waitForLock, type Lock } from './lock.js';

function taken(lock: Lock | 'taken'): Lock {
  if (lock === 'taken') throw new Error('the lock should have been free');
  return lock;
}

describe('a lock', () => {
  it('has one holder at a time and is free again after release', async () => {
    const name = randomUUID();
    const first = taken(await tryLock(name));

    expect(await tryLock(name)).toBe('taken');
    await first.release();
    await taken(await tryLock(name)).release();
  });

  it('is handed to whoever waits, who was told once that there is a wait', async () => {
    const name = randomUUID();
    const first = taken(await tryLock(name));
    let waits = 0;
    const second = waitForLock(name, { signal: AbortSignal.timeout(5_000), onWait: () => waits++ });

    await first.release();
    await (await second).release();
    expect(waits).toBe(1);
  });

  it('is free after its holder was killed', async () => {
    const name = randomUUID();
    const holder = `
      const { createHash } = require('node:crypto');
      const path = '\\0aura:' + createHash('sha256').update('${name}').digest('hex');
      require('node:net').createServer().listen({ path }, () => process.kill(process.pid, 'SIGKILL'));`;
    expect(() => execFileSync(process.execPath, ['-e', holder])).toThrow('Command failed');

    await taken(await tryLock(name)).release();
  });
});
