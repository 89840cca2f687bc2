import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** Connections that push at the same time. */
const CONNECTIONS = 4;

/** The Pushgateway answers 202 where it does not check. */
const TAKEN: readonly number[] = [200, 202];

/** What pushes; its connections stay open from one push to the next. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(private readonly url: string) {}

  close(): void {
    this.agent.destroy();
  }

  /** Pushes to one group after the other until the time is up, and returns the milliseconds of one. */
  async pushFor(milliseconds: number, groups: number): Promise<number> {
    const began = performance.now();
    let pushes = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() - began < milliseconds) {
        pushes += 1;
        await this.push(pushes % groups, pushes);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    return (performance.now() - began) / pushes;
  }

  /** Pushes once to each group. */
  async fill(groups: number): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let group = next++; group < groups; group = next++) await this.push(group, 0);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  }

  /** Milliseconds until the last byte, and how many there were. */
  async scrape(
    encoding: 'identity' | 'gzip',
  ): Promise<{ readonly ms: number; readonly bytes: number }> {
    const began = performance.now();
    const headers = { accept: 'text/plain;version=0.0.4', 'accept-encoding': encoding };
    const bytes = await this.ask({ method: 'GET', path: '/metrics', headers });
    return { ms: performance.now() - began, bytes };
  }

  private async push(group: number, round: number): Promise<void> {
    const path = `/metrics/job/bench/instance/worker-${String(group)}`;
    await this.ask(
      { method: 'PUT', path, headers: { 'content-type': 'text/plain' } },
      bodyOf(round),
    );
  }

  private ask(asked: Asked, body?: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(this.url, { ...asked, agent: this.agent }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.on('end', () => {
          if (TAKEN.includes(answer.statusCode ?? 0)) resolve(bytes);
          else reject(new Error(`${asked.path} answered ${String(answer.statusCode)}`));
        });
      });
      sent.on('error', reject);
      if (body !== undefined) sent.setHeader('content-length', body.length);
      sent.end(body);
    });
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const BODIES = Array.from({ length: 16 }, (_, seed) => Buffer.from(textOf(seed)));

function bodyOf(round: number): Buffer {
  return BODIES[round % BODIES.length] ?? Buffer.alloc(0);
}

/** A hundred series: ten counters and gauges with ten label values each, of numbers that change. */
function textOf(seed: number): string {
  return Array.from({ length: 10 }, (_, family) => {
    const name = family % 2 === 0 ? `bench_${String(family)}_total` : `bench_${String(family)}`;
    const head = `# HELP ${name} A family.\n# TYPE ${name} ${family % 2 === 0 ? 'counter' : 'gauge'}\n`;
    const lines = Array.from(
      { length: 10 },
      (_, i) => `${name}{stage="stage-${String(i)}",outcome="done"} ${String(seed * 101.5 + i)}\n`,
    );
    return head + lines.join('');
  }).join('');
}
