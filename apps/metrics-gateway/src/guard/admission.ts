import type { Problem } from '@aura/service';
import { groupingOf } from '../groups/group.js';
import { credentialOf } from './credential.js';
import { ANYONE, jobFault, type Principal } from './principal.js';
import { rightFor, type Right } from './rights.js';
import type { Tokens } from './tokens.js';

/** What of a request says who sent it, and what for. */
export interface Asked {
  readonly method: string;
  /** As it was routed: `/metrics/job/*`. */
  readonly route: string;
  /** As it came. */
  readonly url: string;
  readonly authorization: string | undefined;
}

export type Admission =
  | { readonly ok: true; readonly principal: Principal }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** The value of `WWW-Authenticate`. */
      readonly challenge: string;
      /** The name of the token, where there is one. */
      readonly who: string | undefined;
    };

const NOBODY: Principal = { name: undefined, rights: [], jobs: [], mayPush: () => false };

/** Whether a request may come in; without tokens all may. */
export function admissionOf(asked: Asked, tokens: Tokens | undefined): Admission {
  if (tokens === undefined) return { ok: true, principal: ANYONE };
  const needed = rightFor(asked.method, asked.route);
  if (needed === undefined) return { ok: true, principal: NOBODY };
  const found = authenticated(asked.authorization, needed, tokens);
  if ('fault' in found) return unknown(found.fault, asked, needed);
  const fault = rightFault(found, needed) ?? groupFault(found, asked);
  if (fault === undefined) return { ok: true, principal: found };
  return {
    ok: false,
    problem: { status: 403, error: `it was refused: ${fault}`, advice: FORBIDDEN },
    challenge: `${BEARER}, error="insufficient_scope", scope="${needed}"`,
    who: found.name,
  };
}

const REALM = 'realm="metrics-gateway"';
const BEARER = `Bearer ${REALM}`;
const FORBIDDEN = 'Use a token that may, or have the file of tokens changed.';

function authenticated(
  authorization: string | undefined,
  needed: Right,
  tokens: Tokens,
): Principal | { readonly fault: string | undefined } {
  if (authorization === undefined) return { fault: undefined };
  const credential = credentialOf(authorization);
  if (!credential.ok) return { fault: 'the header Authorization holds no bearer token' };
  // A browser sends a password unasked, also with a form of somebody else's page.
  if (credential.scheme === 'basic' && needed !== 'scrape') {
    return { fault: 'a password lets in to read alone; send the token as a bearer token' };
  }
  return tokens.find(credential.token) ?? { fault: 'nobody has this token' };
}

function unknown(fault: string | undefined, asked: Asked, needed: Right): Admission {
  const wrong = fault === undefined ? '' : ', error="invalid_token"';
  const basic = needed === 'scrape' ? `, Basic ${REALM}` : '';
  const error = `${asked.method} ${asked.route} needs a token with the right ${needed}`;
  return {
    ok: false,
    problem: {
      status: 401,
      error: fault === undefined ? error : `${error}: ${fault}`,
      advice: 'Send the header "Authorization: Bearer <token>".',
    },
    challenge: `${BEARER}${wrong}${basic}`,
    who: undefined,
  };
}

function rightFault({ name = '', rights }: Principal, needed: Right): string | undefined {
  if (rights.includes(needed)) return undefined;
  return `the token ${name} has the rights ${rights.join(', ')}, and this needs ${needed}`;
}

/** Of a push to a group the path names the job; a path that names none is refused by who reads it. */
function groupFault(principal: Principal, { method, route, url }: Asked): string | undefined {
  if (method === 'GET' || method === 'HEAD' || !route.startsWith('/metrics/job')) return undefined;
  const read = groupingOf(url);
  if (!read.ok) return undefined;
  const job = read.grouping.labels.find(([label]) => label === 'job')?.[1] ?? '';
  return jobFault(principal, [job]);
}
