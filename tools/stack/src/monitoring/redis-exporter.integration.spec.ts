import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXTERNAL } from '@aura/metrics';
import { ensurePrograms, freePort, required, type Command } from '@aura/parts';
import { BASE_ENVIRONMENT } from '../config.js';
import { eventually } from '../fixtures/eventually.js';
import { missingPrograms } from '../fixtures/programs.js';

/* The stack's queues live in PostgreSQL, so its story never sees a Redis: this one starts one and its exporter. */

const PATIENCE = { seconds: 60 };
const MEMORY_LIMIT_BYTES = 71_303_168;
const DEADLINE_MS = 5_000;

const missing = missingPrograms(['redis-server', 'redis-exporter']);
const where = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (SKIP, not to be had here: ${missing.join('; ')})`;

where(`redis-exporter beside a real Redis${why}`, () => {
  const running: ChildProcess[] = [];
  let folder: string;
  let scrape: () => Promise<ReadonlyMap<string, number>>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'aura-redis-'));
    const programs = await ensurePrograms(['redis-server', 'redis-exporter']);
    const [redisPort, exporterPort] = [await freePort(), await freePort()];
    const redis = start(required(programs.get('redis-server')), [
      ...['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--maxmemory', String(MEMORY_LIMIT_BYTES)],
    ]);
    const exporter = start(required(programs.get('redis-exporter')), [
      `--web.listen-address=127.0.0.1:${String(exporterPort)}`,
      `--redis.addr=127.0.0.1:${String(redisPort)}`, // Debian's build takes no redis:// address
    ]);
    running.push(redis, exporter);
    scrape = async () => {
      const address = `http://127.0.0.1:${String(exporterPort)}/metrics`;
      const text = await fetch(address, { signal: AbortSignal.timeout(DEADLINE_MS) }).then(
        (response) => response.text(),
        () => '', // it does not listen yet
      );
      return samplesOf(text);
    };
    await eventually(scrape, (samples) => samples.get('redis_up') === 1, PATIENCE);
  }, 300_000);

  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
    await rm(folder, { recursive: true });
  });

  it('serves every metric that rules ask for, without further labels, in the units declared', async () => {
    const samples = await scrape();
    const found = Object.values(EXTERNAL.redis).map(({ name }) => [name, samples.get(name)]);

    expect(found).toEqual([
      ['redis_up', 1],
      ['redis_memory_used_bytes', expect.any(Number)],
      ['redis_connected_clients', expect.any(Number)],
      ['redis_commands_processed_total', expect.any(Number)],
      ['redis_evicted_keys_total', 0],
      ['redis_memory_max_bytes', MEMORY_LIMIT_BYTES],
    ]);
    expect(samples.get('redis_memory_used_bytes')).toBeGreaterThan(100_000);
  });

  it('says redis_up 0 when its Redis dies', async () => {
    const [redis] = running;
    redis?.kill('SIGKILL');

    const down = await eventually(scrape, (samples) => samples.get('redis_up') === 0, PATIENCE);
    expect(down.has('redis_memory_used_bytes')).toBe(false);
  });

  function start({ bin, args, cwd, env }: Command, flags: readonly string[]): ChildProcess {
    const environment = { ...BASE_ENVIRONMENT, ...env };
    const options = { cwd: cwd ?? folder, env: environment, stdio: 'ignore' } as const;
    return spawn(bin, [...args, ...flags], options);
  }
});

/** By name; a sample that carries labels is not what a rule reads here, and is left out. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = [...text.matchAll(/^(redis_\w+) (\S+)$/gm)];
  return new Map(lines.map(([, name = '', value]) => [name, Number(value)]));
}
