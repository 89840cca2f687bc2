import { Readable } from 'node:stream';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { AnyRegistry } from '../family.js';
import { rawHandler, type Answerer, type RawHandler } from '../http/answer.js';
import { expressMetrics, expressServerMetrics, type ExpressMiddleware } from '../http/express.js';
import { fastifyMetrics, type HookedServer } from '../http/fastify.js';
import type { Routes } from './options.js';

/** What the module does to the framework that an application runs on. */
export interface Host {
  readonly count: (registry: AnyRegistry) => void;
  /** A path that is taken already keeps what it has. */
  readonly serve: (routes: Routes) => void;
}

/**
 * Not by Nest's controllers: what the framework itself routes has no global prefix, no version, and passes no global
 * guard, interceptor or pipe.
 *
 * @throws when it is neither Fastify nor Express.
 */
export function hostOf(adapter: AbstractHttpAdapter): Host {
  switch (adapter.getType()) {
    case 'fastify':
      return onFastify(adapter.getInstance<FastifyServer>());
    case 'express':
      return onExpress(adapter.getInstance<ExpressApplication>(), adapter);
    default:
      throw new Error(
        `MonitoringModule knows Fastify and Express, this application runs on ${adapter.getType()}; pass { http: false, path: false, health: false }`,
      );
  }
}

interface FastifyServer extends HookedServer {
  hasRoute(route: { readonly method: 'GET'; readonly url: string }): boolean;
  get(
    path: string,
    handler: (
      request: { readonly headers: IncomingHttpHeaders },
      reply: FastifyReply,
    ) => Promise<unknown>,
  ): unknown;
}

interface FastifyReply {
  code(status: number): this;
  headers(headers: Readonly<Record<string, string>>): this;
  send(body: unknown): this;
}

function onFastify(server: FastifyServer): Host {
  return {
    count: (registry) => {
      fastifyMetrics(server, registry);
    },
    serve: (routes) => {
      for (const [url, answerer] of routes) {
        if (!server.hasRoute({ method: 'GET', url })) server.get(url, fastifyHandler(answerer));
      }
    },
  };
}

/** Through the reply and not its raw side, so that the host's hooks see it: they end connections, compress, add headers. */
function fastifyHandler(answerer: Answerer): Parameters<FastifyServer['get']>[1] {
  return async ({ headers: asked }, reply) => {
    const { status, headers, body } = await answerer(asked);
    return reply
      .code(status)
      .headers(headers)
      .send(typeof body === 'string' ? body : Readable.from(body));
  };
}

interface ExpressApplication {
  use(middleware: ExpressMiddleware): unknown;
  get(path: string, handler: RawHandler): unknown;
}

function onExpress(app: ExpressApplication, adapter: AbstractHttpAdapter): Host {
  return {
    count: (registry) => {
      // Nest has put its body parsers before anything that a module may add, and they answer too.
      expressServerMetrics({ server: adapter.getHttpServer() as Server, app }, registry);
      // An application may run on servers that its owner made.
      app.use(expressMetrics(registry));
    },
    serve: (routes) => {
      for (const [path, answerer] of routes) app.get(path, rawHandler(answerer));
    },
  };
}
