import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask } from '../../monitoring/ask.js';
import type { Cause } from '../cause.js';
import type { Field } from '../field.js';

const DEADLINE_MS = 30_000;
/** Prometheus learns the length of the queue four times a minute; in between the rush goes on. */
const LOOK_EVERY_MS = 2_000;

const rateSchema = z.object({ perMinute: z.number() });

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
      defer(() => send(url, 'DELETE'), typed(url, 'DELETE'));
      await send(url, 'PUT', broken);
    },
  };
}

/** Has customers ask at this rate. */
export function load(perMinute: number): Cause {
  return {
    how: 'real',
    what: `${perMinute} requests a minute`,
    begin: async ({ field, defer }) => {
      const url = `${field.urlOf('sample-platform')}/load`;
      const usual = await ask(url, rateSchema);
      defer(() => send(url, 'PUT', usual), typed(url, 'PUT', usual));
      await send(url, 'PUT', { perMinute });
    },
  };
}

const RUSH = { perMinute: 600 };
const NOBODY = { perMinute: 0 };

/**
 * Has customers ask faster than videos are made, until so many wait, and whenever fewer do. Then nobody asks until
 * the queue is worked off: a busy machine makes few more videos a minute than customers usually ask for.
 */
export function backlog(jobs: number): Cause {
  return {
    how: 'real',
    what: `has customers ask until ${jobs} videos wait`,
    begin: async ({ field, defer, afterwards, signal }) => {
      const url = `${field.urlOf('sample-platform')}/load`;
      const usual = await ask(url, rateSchema);
      afterwards(() => send(url, 'PUT', usual), typed(url, 'PUT', usual));
      const keeping = keepAt(field, { url, jobs, signal }).then(
        () => undefined,
        (error: unknown) => error,
      );
      defer(async () => {
        const failure = await keeping;
        await send(url, 'PUT', NOBODY);
        if (failure !== undefined)
          throw new Error('the queue could not be filled', { cause: failure });
      });
    },
  };
}

interface Keeping {
  readonly url: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
}

async function keepAt({ prometheus }: Field, { url, jobs, signal }: Keeping): Promise<void> {
  do {
    const [sample] = await prometheus.query(`max(queue_jobs{queue="render",state="waiting"})`);
    await send(url, 'PUT', Number(sample?.value[1] ?? 0) < jobs ? RUSH : NOBODY);
  } while (await pause(LOOK_EVERY_MS, true, { signal }).catch(() => false));
}

/** The same request, for a person to send. */
function typed(url: string, method: 'PUT' | 'DELETE', body?: object): string {
  const json = body && ` -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return `curl -X ${method}${json ?? ''} ${url}`;
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
