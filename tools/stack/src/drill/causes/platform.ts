import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask } from '../../monitoring/ask.js';
import type { Cause, Stage } from '../cause.js';

const DEADLINE_MS = 30_000;

interface Chaos {
  readonly slowSeconds?: number;
  readonly httpErrorRatio?: number;
  readonly failStage?: string;
  readonly failRatio?: number;
  readonly workers?: 'stopped';
}

/** Breaks something inside the sample platform, by the drills that it offers itself. */
export function chaos(what: string, broken: Chaos): Cause {
  return {
    how: 'real',
    what,
    begin: async ({ field, defer }) => {
      const url = `${field.urlOf('sample-platform')}/chaos`;
      defer(() => send(url, 'DELETE'));
      await send(url, 'PUT', broken);
    },
  };
}

interface Rate {
  readonly perMinute: number;
  /** How long, unless it is the last. */
  readonly seconds?: number;
}

/** Has customers ask at these rates, one after the other; the last one stays. */
export function load(...rates: readonly Rate[]): Cause {
  return {
    how: 'real',
    what: rates.map(({ perMinute }) => `${perMinute} requests a minute`).join(', then '),
    begin: async (stage) => {
      const url = `${stage.field.urlOf('sample-platform')}/load`;
      const usual = await ask(url, z.object({ perMinute: z.number() }));
      stage.defer(() => send(url, 'PUT', { perMinute: usual.perMinute }));
      for (const rate of rates) await hold(url, rate, stage);
    },
  };
}

async function hold(url: string, { perMinute, seconds = 0 }: Rate, stage: Stage): Promise<void> {
  await send(url, 'PUT', { perMinute });
  await pause(seconds * 1_000, undefined, { signal: stage.signal });
}

async function send(url: string, method: 'PUT' | 'DELETE', body?: object): Promise<void> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(DEADLINE_MS),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const said = await response.text();
  if (response.ok) return;
  const advice = response.status === 404 ? ' (CHAOS=off takes these drills away)' : '';
  throw new Error(`${method} ${url} answers ${response.status}${advice}: ${said.slice(0, 300)}`);
}
