import type { Answer, Probe } from './probe.js';

export type ProbeTiming<C extends string> = Omit<Probe<C>, 'check'>;

export interface HttpProbeOptions<C extends string> extends ProbeTiming<C> {
  readonly url: string;
  /** Slower than this is degraded. */
  readonly slowSeconds: number;
}

/** Enough for any readiness answer; a page that somebody put there instead is not read to its end. */
const BODY_LIMIT_BYTES = 65_536;

/** Asks a URL: 2xx in time is healthy, 2xx but slow is degraded, anything else is unhealthy. */
export function httpProbe<C extends string>(options: HttpProbeOptions<C>): Probe<C> {
  const { url, slowSeconds, ...timing } = options;
  return {
    ...timing,
    check: async (signal) => {
      const startedAt = performance.now();
      const response = await fetch(url, { signal, redirect: 'manual' });
      const body = await readAtMost(response, BODY_LIMIT_BYTES);
      const seconds = (performance.now() - startedAt) / 1000;
      return response.ok
        ? timed(seconds, slowSeconds)
        : {
            state: 'unhealthy',
            reason: `${url} answered ${String(response.status)}${inBody(body)}`,
          };
    },
  };
}

/** The answer of something that works and took so long. */
export function timed(seconds: number, slowSeconds: number): Answer {
  if (seconds < slowSeconds) return { state: 'healthy' };
  const [took, limit] = [seconds, slowSeconds].map((value) => String(Number(value.toPrecision(3))));
  return {
    state: 'degraded',
    lost: `quick answers: one took ${took ?? ''} s, the limit is ${limit ?? ''} s`,
  };
}

async function readAtMost(response: Response, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= limitBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a readiness answer of @nestjs/terminus says is down: `: database (connection refused)`. */
function inBody(body: string): string {
  const parsed = parsedJson(body);
  const down = isRecord(parsed) && isRecord(parsed['error']) ? Object.entries(parsed['error']) : [];
  const reasons = down.map(([name, detail]) => {
    const message = isRecord(detail) ? detail['message'] : undefined;
    return typeof message === 'string' ? `${name} (${message})` : name;
  });
  return reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON is an answer too: the status alone is reported
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
