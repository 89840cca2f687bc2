import { problem } from '@aura/service';
import type { FastifyRequest } from 'fastify';
import { cut } from '../cut.js';
import type { Right } from './rights.js';

/** Who sent a request, and what they may. */
export interface Principal {
  /** Of the token; undefined where the gateway asks for none. */
  readonly name: string | undefined;
  readonly rights: readonly Right[];
  /** As the token names them: whole, or their beginning and a `*`. */
  readonly jobs: readonly string[];
  readonly mayPush: (job: string) => boolean;
}

export function OPEN_TO_ALL(): boolean {
  return true;
}

/** Whether a job is one of those that a token names. */
export function jobsOf(named: readonly string[]): Principal['mayPush'] {
  const whole = new Set(named.filter((name) => !name.endsWith('*')));
  const beginnings = named.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (job) => whole.has(job) || beginnings.some((beginning) => job.startsWith(beginning));
}

/** Where the gateway has no tokens, all may do everything. */
export const ANYONE: Principal = {
  name: undefined,
  rights: ['push', 'scrape', 'admin'],
  jobs: ['*'],
  mayPush: OPEN_TO_ALL,
};

const principals = new WeakMap<FastifyRequest, Principal>();

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** Who sent this request. The guard has seen it before any handler does. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw new Error('a request came in past the guard');
  return principal;
}

/** Why this principal may not push to these jobs, told to whom it was refused; undefined where they may. '' is of none. */
export function jobFault(
  { name = 'nobody', jobs, mayPush }: Principal,
  pushed: Iterable<string>,
): string | undefined {
  for (const job of pushed) {
    if (mayPush(job)) continue;
    const whose =
      job === '' ? 'some of this names no job' : `this is of the job ${JSON.stringify(cut(job))}`;
    return `the token ${name} may push the jobs ${jobs.join(', ')}, and ${whose}`;
  }
  return undefined;
}

/** The answer to a push of somebody else's jobs. */
export function forbidden(reason: string): ReturnType<typeof problem> {
  const advice =
    'Name a job that the token may push, use a token that may, or have the file of tokens changed.';
  return problem({ status: 403, error: `the push was refused: ${reason}`, advice });
}

/** The jobs that series name; '' where one names none, which only who may push all jobs may push. */
export function jobsNamed(
  families: readonly {
    readonly series: readonly { readonly labels: readonly (readonly [string, string])[] }[];
  }[],
): ReadonlySet<string> {
  const jobs = new Set<string>();
  for (const { labels } of families.flatMap(({ series }) => series)) {
    jobs.add(labels.find(([label]) => label === 'job')?.[1] ?? '');
  }
  return jobs;
}
