import path from 'node:path';
import { REPOSITORY, run } from '@aura/parts';

const DEADLINE_MS = 30_000;

it(
  'the proof says SKIP with the reason, and fails nobody, where no engine answers',
  async () => {
    const door = path.join(REPOSITORY, 'tools/door.mjs');
    const nowhere = `DOCKER_HOST=unix://${path.join(REPOSITORY, 'no-engine.sock')}`;
    const args = [nowhere, process.execPath, door, 'stack', 'prove', '--docker'];

    const ended = await run({ bin: 'env', args }, DEADLINE_MS);

    expect(ended).toEqual({
      ok: true,
      stdout: expect.stringMatching(
        /^SKIP the stack in containers was not tried: no Docker engine answers: .+\n$/,
      ) as string, // what a matcher stands for
    });
  },
  2 * DEADLINE_MS,
);
