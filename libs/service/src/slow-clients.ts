import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from './log.js';
import { seldom } from './seldom.js';

/**
 * Cuts off who reads an answer too slowly. The time limit of an idle socket is not enough: a client that takes a byte
 * now and then is never idle, and holds all that is still to be sent. Call it before routes exist.
 */
export function limitSending(app: NestFastifyApplication, timeoutMs: number, log: Log): void {
  const said = seldom();
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, { raw }) => {
    // Who went away before the answer was there would hold it until its time is up.
    if (raw.closed) return Promise.resolve();
    const cut = setTimeout(() => {
      const { ip: address } = request;
      const route = request.routeOptions.url ?? 'unmatched';
      const through = said(`${address} ${route}`);
      const what = { address, route, timeoutMs, ...through };
      if (through !== undefined) log.warn(what, 'a client that reads too slowly is cut off');
      raw.destroy();
    }, timeoutMs).unref();
    raw.once('close', () => {
      clearTimeout(cut);
    });
    return Promise.resolve();
  });
}

/** Past the limit a connection is closed as it comes. */
export function limitConnections(server: Server, connections: number, log: Log): void {
  const said = seldom();
  server.maxConnections = connections;
  server.on('drop', () => {
    const through = said('dropped');
    const what = { connections, ...through };
    if (through !== undefined) log.warn(what, 'too many connections, the next are closed');
  });
}
