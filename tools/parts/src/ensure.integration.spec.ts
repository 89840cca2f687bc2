import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './command.js';
import { ensurePrograms, required } from './ensure.js';
import { freePort } from './free-port.js';

const FETCH_DEADLINE_MS = 300_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-programs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function untilOk(url: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if (response?.ok === true || attempt === 100) return response?.status ?? 0;
    await pause(50);
  }
}

describe('ensurePrograms', () => {
  it(
    'gives an Alertmanager that gets ready from where it was unpacked, and tools that check files',
    async () => {
      const programs = await ensurePrograms(['alertmanager', 'amtool', 'promtool']);
      const config = path.join(folder, 'alertmanager.yml');
      await writeFile(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');

      const amtool = required(programs.get('amtool'));
      expect(await run({ ...amtool, args: ['check-config', config] }, 10_000)).toMatchObject({
        ok: true,
      });

      const { bin, args, cwd } = required(programs.get('alertmanager'));
      const port = await freePort();
      const flags = [
        `--config.file=${config}`,
        `--storage.path=${folder}/data`,
        '--cluster.listen-address=',
      ];
      const server = spawn(bin, [...args, ...flags, `--web.listen-address=127.0.0.1:${port}`], {
        cwd,
        stdio: 'ignore',
      });
      const exited = once(server, 'exit');
      expect(await untilOk(`http://127.0.0.1:${port}/-/ready`)).toBe(200);
      server.kill();
      await exited;
    },
    FETCH_DEADLINE_MS,
  );

  it('answers with reason and cost where the fetching is ended, and throws nothing', async () => {
    const programs = await ensurePrograms(['pushgateway'], { folder, signal: AbortSignal.abort() });

    expect(programs.get('pushgateway')).toEqual({
      missing: 'pushgateway',
      reason: 'The operation was aborted',
      cost: "Our gateway is not compared with Prometheus' own.",
    });
  });
});
