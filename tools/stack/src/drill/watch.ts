import { setTimeout as pause } from 'node:timers/promises';
import { firstTold, type ToldState } from '../sinks/told.js';
import type { Message } from '../sinks/inbox.js';
import type { Field } from './field.js';

const POLL_MS = 1_000;

/** Reads once a second until there is an answer; undefined when there was none for so many seconds. */
export async function until<T>(
  read: () => Promise<T | undefined>,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<T | undefined> {
  const endAt = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await read();
    if (answer !== undefined || Date.now() > endAt) return answer;
    await pause(POLL_MS, undefined, { signal });
  }
}

/** What Prometheus says of an alert: when it became pending, and whether it fires by now. */
export async function inPrometheus(
  { prometheus }: Field,
  alert: string,
): Promise<{ readonly activeMs: number; readonly isFiring: boolean } | undefined> {
  const active = (await prometheus.alerts()).filter(({ labels }) => labels['alertname'] === alert);
  if (active.length === 0) return undefined;
  const moments = active.map(({ activeAt }) => Date.parse(activeAt));
  return {
    activeMs: Math.min(...moments),
    isFiring: active.some(({ state }) => state === 'firing'),
  };
}

/** Whether the Alertmanager has it, and whether another alert keeps it from being told. */
export async function inAlertmanager(
  { alertmanager }: Field,
  alert: string,
): Promise<'active' | 'silenced' | undefined> {
  const found = (await alertmanager.alerts()).filter(({ labels }) => labels['alertname'] === alert);
  if (found.length === 0) return undefined;
  return found.every(({ status }) => status.state === 'suppressed') ? 'silenced' : 'active';
}

interface Asked {
  readonly alert: string;
  readonly state: ToldState;
  readonly sinceMs: number;
  readonly media: readonly Message['via'][];
}

/** When the last of the media told it; undefined while one of them has not. */
export async function toldAtMs(
  field: Field,
  { media, ...asked }: Asked,
): Promise<number | undefined> {
  const first = firstTold(await field.inbox(), asked);
  const moments = media.flatMap((medium) => first.get(medium)?.receivedAt ?? []).map(Date.parse);
  return moments.length < media.length ? undefined : Math.max(...moments);
}
