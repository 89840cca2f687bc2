import { existsSync, readFileSync, watch } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Runner } from './runner.js';

/** An app that keeps a diary of its starts and of being asked to stop. */
const app = (folder: string, { ends }: { readonly ends: boolean }): string => `
  const { appendFileSync } = require('node:fs');
  const note = (word) => appendFileSync(${JSON.stringify(path.join(folder, 'diary'))}, word + '\\n');
  process.once('SIGTERM', () => { note('stop ' + process.pid); process.exit(0); });
  note('start ' + process.pid);
  ${ends ? 'process.exit(7);' : 'setInterval(() => {}, 60_000);'}
`;

describe('the runner of a served app', () => {
  let folder = '';
  let main = '';
  const said: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'runner-'));
    main = path.join(folder, 'main.cjs');
    said.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const runner = (): Runner => new Runner(main, (text) => said.push(text));
  const diary = (): readonly string[] =>
    existsSync(path.join(folder, 'diary'))
      ? readFileSync(path.join(folder, 'diary'), 'utf8').trim().split('\n')
      : [];
  const words = (): readonly string[] => diary().map((line) => line.split(' ')[0] ?? '');
  const entries = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const watcher = watch(folder, look);
      look();
      function look(): void {
        if (diary().length < count) return;
        watcher.close();
        resolve();
      }
    });

  it('starts the new process only after the old one has stopped, and leaves none', async () => {
    await writeFile(main, app(folder, { ends: false }));
    const served = runner();

    await served.restart();
    await entries(1);
    await served.restart();
    await entries(3);
    await served.close();

    expect(words()).toEqual(['start', 'stop', 'start', 'stop']);
    expect(served.isRunning).toBe(false);
    expect(said).toEqual([]);
  });

  it('says that the app ended by itself, and what starts it again', async () => {
    await writeFile(main, app(folder, { ends: true }));
    const ended = new Promise<string>((resolve) => {
      void new Runner(main, resolve).restart();
    });

    expect(await ended).toBe('ended by itself (exit code 7); a change starts it again');
  });

  it('starts nothing once it is closed', async () => {
    await writeFile(main, app(folder, { ends: false }));
    const served = runner();

    await served.close();
    await served.restart();

    expect([served.isRunning, diary()]).toEqual([false, []]);
  });
});
