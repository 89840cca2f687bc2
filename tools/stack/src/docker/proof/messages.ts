import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../sinks/inbox.js';
import { slackSink } from '../../sinks/slack.js';
import { firstTold, type Told } from '../../sinks/told.js';

const POLL_MS = 250;

export interface Messages {
  /** As `host:port`. */
  readonly address: string;
  readonly url: string;
  /** How many seconds after `sinceMs` a message told this; undefined where none did in time. */
  secondsUntil(told: Told, sinceMs: number, deadlineMs: number): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Takes what the Alertmanager sends as a Slack would, on the host's side of Docker's own network. */
export async function listenForMessages(host: string): Promise<Messages> {
  const received: Message[] = [];
  const server = slackSink((message) => {
    received.push(message);
    return Promise.resolve();
  }).listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return {
    address: `${host}:${address.port}`,
    url: `http://${host}:${address.port}/services/proof`,
    secondsUntil: async (told, sinceMs, deadlineMs) => {
      const look = () => Promise.resolve(firstTold(received, { ...told, sinceMs }).get('slack'));
      const found = await untilTrue(look, (message) => message !== undefined, deadlineMs);
      return found && (Date.parse(found.receivedAt) - sinceMs) / 1000;
    },
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
