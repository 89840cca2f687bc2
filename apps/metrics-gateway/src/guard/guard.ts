import { seldom, type Log } from '@aura/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcomes } from '../outcomes.js';
import { routeOf } from '../unread.js';
import { admissionOf, type Admission } from './admission.js';
import { setPrincipal } from './principal.js';
import type { TokensFile } from './tokens-file.js';

interface Parts {
  /** Undefined where all may come in. */
  readonly file: TokensFile | undefined;
  readonly outcomes: Outcomes;
  readonly log: Log;
}

type Refused = Exclude<Admission, { ok: true }>;

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
      if (admission.ok) setPrincipal(request, admission.principal);
      else await this.refuse(request, reply, admission);
    });
  }

  private async refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    { problem, challenge, who = request.ip }: Refused,
  ): Promise<void> {
    const { status, error } = problem;
    const route = routeOf(request);
    if (route === undefined) this.tell({ method: request.method, status, who, reason: error });
    else this.parts.outcomes.refused({ route, reason: 'unauthorized', said: error, who });
    await reply.status(status).header('www-authenticate', challenge).send(problem);
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
