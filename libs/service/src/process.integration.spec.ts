import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { deferred } from './fixtures/deferred.js';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');
const DATABASE_URL = 'postgres://aura:hunter2@127.0.0.1:1/aura';
const LIMIT_MS = 30_000;

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** The sample service as a process of its own, with no environment but the one given. */
function run(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(FIXTURES, 'main.ts')], {
    env: { TSX_TSCONFIG_PATH: path.join(FIXTURES, 'tsconfig.json'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  started.push(child);
  const log: Record<string, unknown>[] = [];
  const listening = deferred<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const entry = JSON.parse(line) as Record<string, unknown>;
    log.push(entry);
    if (entry['msg'] === 'listening') listening.resolve(String(entry['url']));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]): Ended => ({
    code: code as number | null,
    stderr,
    log,
  }));
  return { child, listening: listening.promise, ended };
}

const messages = ({ log }: Ended): unknown[] => log.map(({ msg }) => msg);

describe('a service as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits 0 on %s, with its request in flight answered',
    async (signal) => {
      const { child, listening, ended } = run({ DATABASE_URL, PORT: '0' });
      const url = await listening;
      const inFlight = fetch(`${url}/slow`);
      await fetch(`${url}/health/live`); // answered after the slow one was taken in, for both came in that order
      child.kill(signal);
      expect(await (await inFlight).json()).toEqual({ greeting: 'late but whole' });
      const outcome = await ended;
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect(messages(outcome)).toEqual(['listening', 'shutting down', 'stopped']);
    },
  );

  it('cuts off a request that never ends, and still exits within 10 s', async () => {
    const { child, listening, ended } = run({ DATABASE_URL, PORT: '0' });
    const url = await listening;
    const inFlight = fetch(`${url}/hang`).then(
      () => 'answered',
      () => 'cut off',
    );
    await fetch(`${url}/health/live`);
    const askedAt = Date.now();
    child.kill('SIGTERM');
    expect(await inFlight).toBe('cut off');
    const outcome = await ended;
    expect(Date.now() - askedAt).toBeLessThan(10_000);
    expect(outcome.code).toBe(0);
    expect(messages(outcome)).toEqual([
      'listening',
      'shutting down',
      'requests still in flight are cut off',
      'stopped',
    ]);
  });

  it('lists everything that is wrong with its configuration and exits 1', async () => {
    const { ended } = run({
      DATABSE_URL: DATABASE_URL,
      PORT: 'abc',
      METRICS_PORT: '',
      REFRESH_SECONDS: '0',
    });
    expect(await ended).toEqual({
      code: 1,
      log: [],
      stderr: `configuration problems, nothing was started:
  METRICS_PORT: is set but empty; unset it, or give it a value; example: METRICS_PORT=9464
  PORT: expected a whole number from 0 to 65535 (got "abc"); example: PORT=8099
  DATABASE_URL: is required; example: DATABASE_URL=postgres://aura:password@127.0.0.1:5432/aura
  REFRESH_SECONDS: expected a whole number from 1 to 3600 (got "0"); example: REFRESH_SECONDS=15
  DATABSE_URL: no variable of this service; is DATABASE_URL meant?
`,
    });
  });

  it('starts with a misspelt variable that it can do without, and warns of it', async () => {
    const { child, listening, ended } = run({ DATABASE_URL, PORT: '0', METRIC_PORT: '9464' });
    await listening;
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({
      code: 0,
      stderr:
        'configuration warnings:\n  METRIC_PORT: no variable of this service; is METRICS_PORT meant?\n',
    });
  });

  it('says in one line which variable moves it off a port that is taken, and exits 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo; // a listening TCP server
    const outcome = await run({ DATABASE_URL, PORT: String(port) }).ended;
    holder.close();
    expect(outcome).toMatchObject({
      code: 1,
      stderr: '',
      log: [{ level: 'fatal', variable: 'PORT', port }],
    });
    expect(outcome.log).toHaveLength(1);
  });

  it('dies of a rejection that nobody awaited, and says so', async () => {
    const { listening, ended } = run({ DATABASE_URL, PORT: '0' });
    const url = await listening;
    await fetch(`${url}/reject`).catch(() => 'the process may be gone before it answers');
    const outcome = await ended;
    expect(outcome.code).toBe(1);
    expect(outcome.log.at(-1)).toMatchObject({
      level: 'fatal',
      msg: 'unhandled rejection',
      err: { message: 'nobody waited for this' },
    });
  });
});
