import { once } from 'node:events';
import { createServer } from 'node:net';

/** For a program that has no port 0. Should somebody take the port in between, it says so and its start fails. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
