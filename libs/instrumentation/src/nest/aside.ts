import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plain, rawHandler, type RawHandler } from '../http/answer.js';
import type { Routes } from './options.js';

/** A server beside the application's own. */
export interface Aside {
  readonly url: string;
  /** Takes no more requests; those it is answering have a moment to end. */
  close(): Promise<void>;
}

/** How long a reader that does not read may hold up a shutdown. */
const LINGER_MS = 2_000;

/** @throws when the port cannot be had. */
export async function listenAside(
  { host, port }: { readonly host: string; readonly port: number },
  routes: Routes,
): Promise<Aside> {
  const handlers = new Map([...routes].map(([path, answerer]) => [path, rawHandler(answerer)]));
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    (handlers.get(path) ?? NOT_FOUND)(request, response);
  });
  server.listen({ host, port });
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Error(`cannot serve metrics on ${host}:${String(port)}; choose another port`, {
      cause,
    });
  });
  const { port: actual } = server.address() as AddressInfo; // what a server has that listens on a port
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${String(actual)}`, close: () => closed(server) };
}

const NOT_FOUND: RawHandler = rawHandler(() =>
  Promise.resolve(plain(404, 'only metrics and health are on this port\n')),
);

async function closed(server: Server): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, LINGER_MS);
  const end = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await end;
  clearTimeout(cut);
}
