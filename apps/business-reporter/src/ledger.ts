import { withDeadline } from '@aura/health';
import { DataSource } from 'typeorm';
import { figuresOf, type Figures } from './figures.js';
import { readFindings } from './findings.js';

/** The platform's database, read through its `reporting` views. */
export interface Ledger {
  /** Without credentials, for people. */
  readonly address: string;
  /** All figures as of one moment, out of one snapshot. Rejects with the reason. */
  read(asOf: Date, signal: AbortSignal): Promise<Figures>;
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** For connecting and for each statement. */
  readonly deadlineMs: number;
  /** Told when a connection breaks while nobody uses it; the next read reports it. */
  readonly onError: (error: Error) => void;
}

const CLOSE_DEADLINE_MS = 2000;
/** A server that gives a statement up says so; only one that says nothing is given up here. */
const SERVER_ANSWERS_WITHIN_MS = 500;

/** Connects at the first read and anew after each failed one, so that no half-dead connection is kept. */
export function openLedger(url: string, options: LedgerOptions): Ledger {
  let connected: DataSource | undefined;
  const disconnect = async (): Promise<void> => {
    const source = connected;
    connected = undefined;
    if (source === undefined) return;
    await withDeadline(
      CLOSE_DEADLINE_MS,
      () => source.destroy(),
      'closing the database connection',
    );
  };
  return {
    address: addressOf(url),
    read: async (asOf, signal) => {
      try {
        connected ??= await sourceFor(url, options).initialize();
        return figuresOf(await readSnapshot(connected, asOf, signal));
      } catch (error) {
        await disconnect().catch(options.onError);
        throw error;
      }
    },
    close: disconnect,
  };
}

/** The role should have no right to write; that the sessions are read-only holds for any role. */
function sourceFor(url: string, { deadlineMs, onError }: LedgerOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'business-reporter',
    poolSize: 1,
    connectTimeoutMS: deadlineMs,
    poolErrorHandler: onError,
    logging: false,
    extra: {
      options: '-c default_transaction_read_only=on',
      statement_timeout: deadlineMs,
      query_timeout: deadlineMs + SERVER_ANSWERS_WITHIN_MS,
      keepAlive: true,
    },
  });
}

async function readSnapshot(
  source: DataSource,
  asOf: Date,
  signal: AbortSignal,
): ReturnType<typeof readFindings> {
  return source.transaction('REPEATABLE READ', (transaction) =>
    readFindings(async (sql, parameters) => {
      signal.throwIfAborted();
      return transaction.query<unknown>(sql, [...parameters]);
    }, asOf),
  );
}

function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
