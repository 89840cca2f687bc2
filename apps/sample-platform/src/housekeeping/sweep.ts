import { Registry } from 'prom-client';
import { bind, pushToGateway } from '@aura/instrumentation';
import { sweep as definitions } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Ledger } from '../database/ledger.js';
import { deliveredFiles, discard } from '../pipeline/storage.js';

export interface SweepOptions {
  /** Videos to keep on disk, the newest. */
  readonly kept: number;
  readonly mediaDir: string;
  readonly gatewayUrl: string | undefined;
  readonly gatewayToken?: string | undefined;
}

export interface Swept {
  readonly freedBytes: number;
  readonly videos: number;
  readonly seconds: number;
  readonly endedAt: Date;
}

/** Videos kept on disk; about 100 MB. */
export const KEPT_VIDEOS = 200;
const VIDEOS_PER_SWEEP = 500;
const LEDGER_DAYS = 60;
const DAY_MS = 86_400_000;
const PUSH_DEADLINE_MS = 5_000;

/** Deletes the files of all but the newest videos and the ledger's oldest pages, and tells the gateway. */
export async function sweep(ledger: Ledger, options: SweepOptions, log: Log): Promise<Swept> {
  const startedAt = performance.now();
  const expired = await ledger.expired(options.kept, VIDEOS_PER_SWEEP);
  let freedBytes = 0;
  for (const id of expired) {
    freedBytes += await discard(deliveredFiles(options.mediaDir, id));
    await ledger.markSwept(id, new Date());
  }
  await ledger.forgetBefore(new Date(Date.now() - LEDGER_DAYS * DAY_MS));
  const seconds = (performance.now() - startedAt) / 1000;
  const swept = { freedBytes, videos: expired.length, seconds, endedAt: new Date() };
  log.info({ freedBytes, videos: swept.videos, seconds }, 'storage swept');
  await report(swept, options, log);
  return swept;
}

/** A batch that ends has nobody to scrape it: its figures are pushed, in a registry of their own. */
async function report(
  swept: Swept,
  { gatewayUrl, gatewayToken }: SweepOptions,
  log: Log,
): Promise<void> {
  if (gatewayUrl === undefined) return;
  const registry = new Registry();
  bind(registry, definitions.lastSuccess).set(swept.endedAt.getTime() / 1000);
  bind(registry, definitions.duration).set(swept.seconds);
  bind(registry, definitions.freed).set(swept.freedBytes);
  const pushed = await pushToGateway({
    url: gatewayUrl,
    job: 'storage-sweep',
    registry,
    ...(gatewayToken && { headers: { authorization: `Bearer ${gatewayToken}` } }),
    deadlineMs: PUSH_DEADLINE_MS,
  });
  if (!pushed.ok)
    log.warn({ gatewayUrl, reason: pushed.reason }, 'the gateway took no sweep figures');
}
