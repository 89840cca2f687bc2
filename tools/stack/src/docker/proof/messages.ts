import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 250;

export interface Messages {
  /** As `host:port`. */
  readonly address: string;
  readonly url: string;
  texts(): readonly string[];
  close(): Promise<void>;
}

/** Takes what the Alertmanager sends as a Slack would, on the host's side of Docker's own network. */
export async function listenForMessages(host: string): Promise<Messages> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      response.end('ok');
    });
  }).listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return {
    address: `${host}:${address.port}`,
    url: `http://${host}:${address.port}/services/proof`,
    texts: () => received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What `look` finds at last, true or not. */
export async function untilTrue<T>(
  look: () => Promise<T>,
  isTrue: (found: T) => boolean,
  deadlineMs: number,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (isTrue(found) || Date.now() > end) return found;
    await pause(POLL_MS);
  }
}
