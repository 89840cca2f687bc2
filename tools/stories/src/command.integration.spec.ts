import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensurePrograms, REPOSITORY, required } from '@aura/parts';

const run = promisify(execFile);
const DEADLINE_MS = 5 * 60_000;
const stories = (...args: readonly string[]) =>
  run(process.execPath, [path.join(REPOSITORY, 'tools/door.mjs'), 'stories', ...args], {
    timeout: DEADLINE_MS,
  });

beforeAll(async () => {
  required((await ensurePrograms(['promtool'])).get('promtool'));
}, DEADLINE_MS);

describe('the command', () => {
  it(
    'tells the stories that are asked for',
    async () => {
      const { stdout } = await stories('NoWorkers', 'Watchdog');

      expect(stdout).toMatch(/NoWorkers/);
      expect(stdout).toMatch(/Watchdog/);
      expect(stdout).not.toMatch(/QueueStuck/);
    },
    DEADLINE_MS,
  );

  it(
    'gives the figure of the mutants of one alert',
    async () => {
      const { stdout } = await stories('--mutants', 'NoWorkers');
      const [, tried, caught, listed, left] =
        / (\d+) mutants, (\d+) caught, (\d+) listed as equivalent, (\d+) to look at\n$/.exec(
          stdout,
        ) ?? [];

      expect(Number(tried)).toBeGreaterThan(20);
      expect(Number(caught) + Number(listed)).toBe(Number(tried));
      expect(left).toBe('0');
    },
    DEADLINE_MS,
  );

  it('refuses an alert that there is not, and names it', async () => {
    await expect(stories('NoWorker')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('NoWorker') as unknown,
    });
  });
});
