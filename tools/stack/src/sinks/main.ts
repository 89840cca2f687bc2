import { once } from 'node:events';
import { z } from 'zod';
import { store, type Message } from './inbox.js';
import { mailSink } from './mail.js';
import { slackSink } from './slack.js';

const [kind, port, folder] = z
  .tuple([z.enum(['mail-sink', 'slack-sink']), z.coerce.number().int(), z.string()])
  .parse(process.argv.slice(2));

const keep = async (message: Message): Promise<void> => {
  await store(folder, message);
  console.log(`${message.receivedAt} ${message.subject}`);
};
const sink = kind === 'mail-sink' ? mailSink(keep) : slackSink(keep);
const listening = sink.listen(port, '127.0.0.1');
await once(listening, 'listening');
console.log(`${kind} listens on 127.0.0.1:${port}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => sink.close());
