import { seldom, type Log, type Problem } from '@aura/service';
import { normalizeIP } from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcomes, Reason } from '../outcomes.js';
import { routeOf } from '../unread.js';
import { admissionOf, type Admission } from './admission.js';
import { principalOf, setPrincipal } from './principal.js';
import type { Rate } from './rate.js';
import { rightFor } from './rights.js';
import type { TokensFile } from './tokens-file.js';

interface Parts {
  /** Undefined where all may come in. */
  readonly file: TokensFile | undefined;
  readonly rate: Rate;
  readonly outcomes: Outcomes;
  readonly log: Log;
  readonly nowMs: () => number;
}

/** What is answered instead of what was asked for. */
interface Refused {
  readonly problem: Problem;
  readonly reason: Extract<Reason, 'unauthorized' | 'rate'>;
  readonly header: readonly [name: string, value: string];
  readonly who: string | undefined;
}

/** Looks at every request before its body is read, and lets in who may. */
export class Guard {
  private readonly said = seldom();

  constructor(private readonly parts: Parts) {}

  /** Call it before routes exist. */
  stand(app: NestFastifyApplication): void {
    if (this.parts.file === undefined) {
      this.parts.log.warn({ variable: 'TOKENS_FILE' }, 'no tokens are asked for, all may push');
    }
    const server = app.getHttpAdapter().getInstance();
    server.addHook('onRequest', async (request, reply) => {
      const { url: route } = request.routeOptions;
      if (route === undefined) return; // 404, which tells nothing
      const { method, originalUrl: url } = request;
      const { authorization } = request.headers;
      const asked = { method, route, url, authorization };
      const admission = admissionOf(asked, this.parts.file?.tokens);
      const refused = this.tooMuch(request, admission) ?? unauthorized(admission);
      if (refused !== undefined) await this.refuse(request, reply, refused);
      else if (admission.ok) setPrincipal(request, admission.principal);
    });
    server.addHook('preHandler', (request, _reply, done) => {
      this.charge(request);
      done();
    });
  }

  private tooMuch(request: FastifyRequest, admission: Admission): Refused | undefined {
    if (isUnlimited(request)) return undefined;
    const { rate, nowMs } = this.parts;
    const name = admission.ok ? admission.principal.name : admission.who;
    const bytes = Number(request.headers['content-length'] ?? 0);
    const seconds = rate.take(clientOf(request, name), bytes, nowMs());
    if (seconds === 0) return undefined;
    const sender = name === undefined ? `the address ${request.ip}` : `the token ${name}`;
    const error = `${sender} sends more than it may for a while`;
    const advice = `Wait ${String(seconds)} s, then send what is left in fewer requests.`;
    return {
      problem: { status: 429, error: `it was refused: ${error}`, advice },
      reason: 'rate',
      header: ['retry-after', String(seconds)],
      who: name,
    };
  }

  /** A body that comes in chunks is weighed when it is there. */
  private charge(request: FastifyRequest): void {
    if (request.headers['content-length'] !== undefined || isUnlimited(request)) return;
    if (!(request.body instanceof Uint8Array)) return;
    const { rate, nowMs } = this.parts;
    rate.charge(clientOf(request, principalOf(request).name), request.body.length, nowMs());
  }

  private async refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    { problem, reason, header: [header, value], who = request.ip }: Refused,
  ): Promise<void> {
    const { status, error } = problem;
    const route = routeOf(request);
    if (route === undefined) this.tell({ method: request.method, status, who, reason: error });
    else this.parts.outcomes.refused({ route, reason, said: error, who });
    await reply.status(status).header(header, value).send(problem);
  }

  private tell(one: { readonly method: string; readonly status: number } & Said): void {
    const through = this.said(`${one.who} ${one.reason}`);
    if (through !== undefined) this.parts.log.warn({ ...one, ...through }, 'request refused');
  }
}

interface Said {
  readonly who: string;
  readonly reason: string;
}

function unauthorized(admission: Admission): Refused | undefined {
  if (admission.ok) return undefined;
  const { problem, challenge, who } = admission;
  return { problem, reason: 'unauthorized', header: ['www-authenticate', challenge], who };
}

/** Who sends too much must still be seen, and seen to be well. */
function isUnlimited({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  if (rightFor(method, url) === undefined) return true;
  return (method === 'GET' || method === 'HEAD') && url.startsWith('/metrics');
}

/** An address of IPv6 is one of a network's, and a host may have all of them. */
function clientOf({ ip }: FastifyRequest, token: string | undefined): string {
  return token === undefined ? `address ${normalizeIP(ip)}` : `token ${token}`;
}
