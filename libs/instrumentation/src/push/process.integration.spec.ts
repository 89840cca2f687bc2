import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { textOf } from './fixtures/client.js';
import { startGateway, type Answer, type Gateway } from './fixtures/gateway.js';

const LIMIT_MS = 30_000;
const accept: Answer = (response) => response.writeHead(200).end();
const hang: Answer = () => undefined;

const gateways: Gateway[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function gatewayOf(answer: Answer): Promise<Gateway> {
  const gateway = await startGateway(answer);
  gateways.push(gateway);
  return gateway;
}

/** The worker as a process of its own; resolves when it is gone. */
function run(ending: 'ends' | 'waits' | 'shuts-down' | 'leaves', url: string) {
  const worker = path.join(import.meta.dirname, 'fixtures/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', worker, ending, url], {
    env: { TSX_TSCONFIG_PATH: path.join(import.meta.dirname, '../../tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  children.push(child);
  const said: unknown[] = [];
  const lines = createInterface({ input: child.stdout });
  const waiting = once(lines, 'line');
  lines.on('line', (line) => said.push(JSON.parse(line)));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({
    code,
    signal,
    said,
    stderr,
  }));
  return { child, waiting, ended };
}

const texts = ({ received }: Gateway): string[] => received.map(({ text }) => text);

describe('a worker that lives shortly', () => {
  it('flushes when it has nothing else to do, and ends', async () => {
    const gateway = await gatewayOf(accept);
    const outcome = await run('ends', gateway.url).ended;
    expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '', said: [{ delivered: 1 }] });
    expect(texts(gateway)).toEqual([textOf(13)]);
  });

  it('flushes on SIGTERM, and dies of it', async () => {
    const gateway = await gatewayOf(accept);
    const { child, waiting, ended } = run('waits', gateway.url);
    await waiting;
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: null, signal: 'SIGTERM', said: ['waiting'], stderr: '' });
    expect(texts(gateway)).toEqual([textOf(13)]);
  });

  it('leaves its end to another listener of SIGTERM, and flushes again what that one did', async () => {
    const gateway = await gatewayOf(accept);
    const { child, waiting, ended } = run('shuts-down', gateway.url);
    await waiting;
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM', stderr: '' });
    expect(texts(gateway).at(-1)).toBe(textOf(0));
  });

  it.each(['ends', 'waits'] as const)(
    '%s within its deadline though the gateway hangs',
    async (ending) => {
      const gateway = await gatewayOf(hang);
      const { child, waiting, ended } = run(ending, gateway.url);
      if (ending === 'waits') await waiting.then(() => child.kill('SIGTERM'));
      const { code, signal, stderr } = await ended;
      expect([code, signal, stderr]).toEqual(
        ending === 'ends' ? [0, null, ''] : [null, 'SIGTERM', ''],
      );
      expect(gateway.received).toHaveLength(1);
    },
  );

  it('is not kept alive by a push in the background', async () => {
    const gateway = await gatewayOf(hang);
    const outcome = await run('leaves', gateway.url).ended;
    expect(outcome).toMatchObject({
      code: 0,
      stderr: '',
      said: [{ delivered: 0, dropped: 0, retried: 0 }],
    });
    expect(outcome.said[0]).not.toHaveProperty('lastError'); // it did not wait for the attempt's deadline
  });

  it('ends well where nobody listens', async () => {
    const gateway = await startGateway(accept);
    await gateway.close();
    const outcome = await run('ends', gateway.url).ended;
    expect(outcome).toMatchObject({ code: 0, stderr: '', said: [{ delivered: 0 }] });
  });
});
