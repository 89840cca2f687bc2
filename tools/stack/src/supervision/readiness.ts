import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const POLL_MS = 50;
const ANSWER_DEADLINE_MS = 2_000;

/** How a part shows that it can be used. */
export type Readiness =
  | { readonly by: 'http'; readonly url: string }
  | { readonly by: 'tcp'; readonly port: number }
  | { readonly by: 'postgres'; readonly url: string };

/** Asks until the answer is yes; resolves with the last reason why not when `signal` ends the asking. */
export async function untilReady(
  readiness: Readiness,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (;;) {
    const reason = await whyNotReady(readiness);
    if (reason === undefined || signal.aborted) return reason;
    await pause(POLL_MS);
  }
}

async function whyNotReady(readiness: Readiness): Promise<string | undefined> {
  try {
    switch (readiness.by) {
      case 'http':
        return await askHttp(readiness.url);
      case 'tcp':
        await askTcp(readiness.port);
        return undefined;
      case 'postgres':
        await askPostgres(readiness.url);
        return undefined;
    }
  } catch (error) {
    return error instanceof Error ? rootMessage(error) : String(error);
  }
}

async function askHttp(url: string): Promise<string | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
  const body = await response.text();
  return response.ok ? undefined : `${url} answers ${response.status}: ${body.slice(0, 300)}`;
}

function askTcp(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: ANSWER_DEADLINE_MS });
    socket.once('connect', () => {
      socket.end();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error(`port ${port} does not answer`)));
    socket.once('error', reject);
  });
}

/** A server that recovers from a crash takes connections and refuses to work; only a query tells. */
async function askPostgres(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: ANSWER_DEADLINE_MS });
  client.on('error', () => undefined); // a connection cut after its query was answered; the answer counts
  await client.connect();
  await client.query('SELECT 1').finally(() => client.end());
}

/** fetch says "fetch failed" and puts what happened into the cause. */
function rootMessage(error: Error): string {
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
