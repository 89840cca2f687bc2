import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { ORDERS, parseSignal, type Order } from './order.js';

export interface ControlServer {
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/** Takes orders on loopback from whoever can read the state file, where the token is. */
export async function serveControl(
  obey: (order: Order) => Promise<string>,
): Promise<ControlServer> {
  const token = randomBytes(32).toString('hex');
  const server = createServer((request, response) => {
    const answer = (status: number, body: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(body);
    };
    if (!isAuthorised(request, token)) {
      answer(401, 'the token is in the state file');
      return;
    }
    const order = readOrder(request);
    if (order === undefined) {
      answer(404, 'no such order');
      return;
    }
    void obey(order).then(
      (said) => answer(200, said),
      (error: unknown) => answer(409, error instanceof Error ? error.message : String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the control server has no port');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { port: address.port, token, close };
}

function isAuthorised({ headers }: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const found = Buffer.from(headers.authorization ?? '');
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function readOrder({ method, url = '/' }: IncomingMessage): Order | undefined {
  const { pathname, searchParams } = new URL(url, 'http://control');
  const [, verb, part = ''] = pathname.split('/');
  const known = ORDERS.find((order) => order === verb);
  if (method !== 'POST' || known === undefined) return undefined;
  const signal = parseSignal(searchParams.get('signal') ?? '');
  return { verb: known, part, ...(signal && { signal }) };
}
