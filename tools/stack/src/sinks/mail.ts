import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Message } from './inbox.js';

const MAX_BYTES = 1024 * 1024;

/** A real SMTP server that takes mail from anybody for anybody, on loopback. */
export function mailSink(keep: (message: Message) => Promise<void>): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: MAX_BYTES,
    onData: (stream, _session, done) => {
      void stream
        .toArray()
        .then((chunks: Buffer[]) => parseMail(Buffer.concat(chunks), new Date()))
        .then(keep)
        .then(() => done(), done);
    },
  });
}

async function parseMail(raw: Buffer, receivedAt: Date): Promise<Message> {
  const { subject = '', text = '' } = await PostalMime.parse(raw);
  return { receivedAt: receivedAt.toISOString(), via: 'mail', subject, text: text.trim() };
}
