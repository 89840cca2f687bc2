import { Socket } from 'node:net';
import { timed, type Probe } from '@aura/health';
import { Client } from 'pg';

export interface DatabaseProbeOptions {
  readonly intervalMs: number;
  readonly deadlineMs: number;
  readonly databaseUrl: string;
  /** Slower than this, connecting and one trivial query, is degraded. */
  readonly slowSeconds: number;
}

/**
 * Connects anew and asks for one row, as a client does that starts now: a pooled connection would go on
 * answering when the server takes no more of them.
 */
export function databaseProbe(options: DatabaseProbeOptions): Probe<'database'> {
  const { intervalMs, deadlineMs, databaseUrl, slowSeconds } = options;
  return {
    component: 'database',
    importance: 'critical',
    kind: 'datastore',
    intervalMs,
    deadlineMs,
    check: async (signal) => {
      const startedAt = performance.now();
      await askForOneRow(databaseUrl, signal);
      return timed((performance.now() - startedAt) / 1000, slowSeconds);
    },
  };
}

async function askForOneRow(databaseUrl: string, signal: AbortSignal): Promise<void> {
  // The socket is ours, so that an attempt on a server that no longer answers can be ended: pg's own end() waits for it.
  const socket = new Socket();
  const abort = (): void => {
    socket.destroy(new Error('the database did not answer in time'));
  };
  signal.addEventListener('abort', abort, { once: true });
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'health-aggregator',
    stream: () => socket,
  });
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
  });
  try {
    await Promise.race([connectAndAsk(client), lost]);
  } finally {
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

async function connectAndAsk(client: Client): Promise<void> {
  await client.connect();
  await client.query('select 1');
  await client.end();
}
