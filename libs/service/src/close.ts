import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LIMITS } from './limits.js';
import type { Log } from './log.js';
import { Readiness } from './readiness.js';

/** Closes a service in order: not ready, no new connections, requests in flight finished or cut, modules closed. */
export async function closeService(
  app: NestFastifyApplication,
  servers: readonly Server[],
  log: Log,
): Promise<void> {
  app.get(Readiness).drain();
  const cut = setTimeout(() => {
    log.warn({ limitMs: LIMITS.drainMs }, 'requests still in flight are cut off');
    for (const server of servers) server.closeAllConnections();
  }, LIMITS.drainMs);
  try {
    await Promise.all(servers.map(stopAccepting));
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

/** A client that keeps its connection would hold the server open: its next answer, at shutdown, is the last. */
export function endConnectionsWhileDraining(app: NestFastifyApplication): void {
  const readiness = app.get(Readiness);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply) => {
      if (readiness.isDraining) void reply.header('connection', 'close');
      return Promise.resolve();
    });
}

/** Resolves when the last request in flight is answered. A server that never listened is closed already. */
function stopAccepting(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined || isNotRunning(error)) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}

function isNotRunning(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_SERVER_NOT_RUNNING';
}
