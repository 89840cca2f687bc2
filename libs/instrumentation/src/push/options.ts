import { validateHeaderName, validateHeaderValue } from 'node:http';
import { LABEL_NAME } from '@aura/metrics';
import type { AnyRegistry } from '../family.js';
import type { Backoff } from './backoff.js';
import { gatewayAt, groupPath, type Group } from './target.js';
import { sentenceOf } from './words.js';

export interface Dropped {
  /** The names of the families whose values did not reach the gateway. */
  readonly families: readonly string[];
  readonly reason: string;
}

export interface PushOptions extends Group {
  /** The gateway's address, e.g. http://127.0.0.1:9091; credentials in it are sent as basic authentication. */
  readonly url: string;
  readonly registry: AnyRegistry;
  /**
   * `pushgateway` when left out: the group's families take the place of those before. `add`, of our own gateway: counters
   * and histograms add up over all workers of the job, exactly once however often a request is sent again, and of a gauge
   * the last value stands; a batch that was refused or given up is part of the next one. Summaries are left out.
   */
  readonly protocol?: 'pushgateway' | 'add';
  /** Further headers of each request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Time between two snapshots of the registry; 15 seconds when left out, 0 for none but those of `flush`. */
  readonly intervalMs?: number;
  /** The most text in one request, before compression; 4,000,000 when left out, and 1,000,000 with `add`, which writes more. */
  readonly maxBatchBytes?: number;
  /** The most text that waits, the request under way included; 16,000,000 when left out. */
  readonly maxBufferedBytes?: number;
  /** Time for one attempt, and for reading the registry; 5 seconds when left out. */
  readonly deadlineMs?: number;
  /** Time for a whole flush, at the end of the process too; 8 seconds when left out. */
  readonly flushDeadlineMs?: number;
  readonly retry?: Partial<Backoff>;
  /** gzip when left out; a gateway that does not read it is sent plain text from its first refusal on. */
  readonly compression?: 'gzip' | 'none';
  /** Told of values that will not be sent again; what it gives back is not used. */
  readonly onDropped?: (dropped: Dropped) => unknown;
  /** Whether to flush on `beforeExit` and SIGTERM. `process.exit()` leaves no time for it: await `close` before. */
  readonly flushOnExit?: boolean;
}

export interface Settings {
  readonly intervalMs: number;
  readonly maxBatchBytes: number;
  readonly maxBufferedBytes: number;
  readonly deadlineMs: number;
  readonly flushDeadlineMs: number;
  readonly backoff: Backoff;
}

/** Docker kills 10 seconds after SIGTERM; our own gateway takes 4 MiB at once. */
const DEFAULTS: Settings = {
  intervalMs: 15_000,
  maxBatchBytes: 4_000_000,
  maxBufferedBytes: 16_000_000,
  deadlineMs: 5_000,
  flushDeadlineMs: 8_000,
  backoff: { attempts: 5, baseMs: 250, maxMs: 30_000, maxRetryAfterMs: 60_000 },
};

const ADDED_BATCH_BYTES = 1_000_000;

/** A timer of Node that is set beyond this goes off at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The numbers given, and the default for each that was not, or makes no sense and stands in `faults`. */
export function settingsOf(options: PushOptions): {
  readonly settings: Settings;
  readonly faults: readonly string[];
} {
  const faults: string[] = [];
  const retry = options.retry ?? {};
  const given = { ...options, ...retry };
  const maxBatchBytes = options.protocol === 'add' ? ADDED_BATCH_BYTES : DEFAULTS.maxBatchBytes;
  const whole = { ...DEFAULTS, ...DEFAULTS.backoff, maxBatchBytes };
  const number = (name: NumberName, least = 1): number => {
    const value = given[name] ?? whole[name];
    if (Number.isFinite(value) && value >= least && value <= LONGEST_TIMER_MS) return value;
    faults.push(
      `${name} is ${String(value)}, not a number from ${String(least)} to ${String(LONGEST_TIMER_MS)}: it is taken as ${String(whole[name])}`,
    );
    return whole[name];
  };
  const settings: Settings = {
    intervalMs: number('intervalMs', 0),
    maxBatchBytes: number('maxBatchBytes'),
    maxBufferedBytes: number('maxBufferedBytes'),
    deadlineMs: number('deadlineMs'),
    flushDeadlineMs: number('flushDeadlineMs'),
    backoff: {
      attempts: number('attempts'),
      baseMs: number('baseMs', 0),
      maxMs: number('maxMs', 0),
      maxRetryAfterMs: number('maxRetryAfterMs', 0),
    },
  };
  return { settings, faults };
}

type NumberName = Exclude<keyof Settings, 'backoff'> | keyof Backoff;

/** Why nothing can ever be pushed with these options; undefined when it can. */
export function obstacleOf(options: PushOptions): string | undefined {
  const { url, job, grouping = {}, headers = {} } = options;
  if (!isHttpUrl(url)) return 'url is not an address such as http://127.0.0.1:9091';
  if (job === '') return 'job is empty; give the name of the batch, such as storage-sweep';
  const label = Object.keys(grouping).find((name) => !LABEL_NAME.test(name) || RESERVED.test(name));
  if (label !== undefined)
    return `grouping has ${label}, which cannot be the name of a label there`;
  if (!isPath(options)) return 'job or grouping has what is no text of Unicode';
  return headerFault(headers);
}

const RESERVED = /^(job$|__)/;

function isHttpUrl(url: string): boolean {
  try {
    return /^https?:\/\//.test(gatewayAt(url).address);
  } catch {
    return false; // no URL at all, or credentials that are not escaped
  }
}

function isPath(group: Group): boolean {
  try {
    return groupPath(group) !== '';
  } catch {
    return false; // half of a surrogate pair, or from JavaScript a value that is no text
  }
}

function headerFault(headers: Readonly<Record<string, string>>): string | undefined {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return undefined;
  } catch (error) {
    return `headers has what HTTP cannot carry: ${sentenceOf(error)}`;
  }
}
