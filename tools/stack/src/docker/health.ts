import { setTimeout as pause } from 'node:timers/promises';
import type { Screen } from '../screen/screen.js';
import { containers, docker, type Compose, type Container } from './compose.js';

const POLL_MS = 500;
const LAST_LINES = 12;

interface Patience {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** The one part that is waited for. */
  readonly only?: string;
}

/** Resolves when every container is healthy. Rejects with the words of one that ended or is not in time. */
export async function untilHealthy(
  at: Compose,
  screen: Screen,
  { deadlineMs, signal, only }: Patience,
): Promise<readonly Container[]> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    signal.throwIfAborted();
    const all = (await containers(at)).filter(({ service }) => (only ?? service) === service);
    const waiting = all.filter((container) => !isHealthy(container));
    if (all.length > 0 && waiting.length === 0) return all;
    const failed = waiting.find(
      ({ state, told }) => state === 'exited' || told.includes('(unhealthy)'),
    );
    if (failed !== undefined) throw new Error(await lastWords(at, failed));
    const [late] = waiting;
    if (Date.now() > end && late !== undefined) throw new Error(await lastWords(at, late));
    const names = waiting.map(({ service }) => service).join(', ');
    screen.progress(
      'starting',
      `${all.length - waiting.length} of ${all.length} healthy; waiting for ${names}`,
    );
    await pause(POLL_MS, undefined, { signal });
  }
}

/** What has no health check of its own is well as long as it runs. */
export function isHealthy({ state, told }: Container): boolean {
  if (state !== 'running') return false;
  return !told.includes('(health: starting)') && !told.includes('(unhealthy)');
}

async function lastWords({ engine }: Compose, { service, id, told }: Container): Promise<string> {
  const probe = await docker(engine, [
    'inspect',
    '--format',
    '{{if .State.Health}}{{range .State.Health.Log}}{{println .Output}}{{end}}{{end}}',
    id,
  ]);
  const logs = await docker(engine, ['logs', '--tail', String(LAST_LINES), id]);
  const lines = [
    `${service} is not well: ${told}`,
    ...probe.trim().split('\n').slice(-1),
    logs.trim(),
  ];
  return `${lines.join('\n')}\nnpm run stack -- logs ${service} --docker tells all of it`;
}
