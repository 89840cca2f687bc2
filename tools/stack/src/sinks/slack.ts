import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Message } from './inbox.js';

const MAX_BYTES = 1024 * 1024;

const webhookSchema = z.object({
  text: z.string().optional(),
  attachments: z
    .array(z.object({ title: z.string().default(''), text: z.string().default('') }))
    .default([]),
});

/** An HTTP server shaped like Slack's incoming webhook: JSON in, the text `ok` out. */
export function slackSink(keep: (message: Message) => Promise<void>): Server {
  return createServer((request, response) => {
    void take(request, keep).then(
      (answer) => reply(response, answer),
      (error: unknown) => reply(response, { status: 500, body: String(error) }),
    );
  });
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function take(
  request: IncomingMessage,
  keep: (message: Message) => Promise<void>,
): Promise<Answer> {
  if (request.method !== 'POST') return { status: 405, body: 'POST a Slack message here' };
  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: 'too_large' };
  const message = parseWebhook(body, new Date());
  if (message === undefined) return { status: 400, body: 'invalid_payload' };
  await keep(message);
  return { status: 200, body: 'ok' };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += String(chunk);
    if (body.length > MAX_BYTES) return undefined;
  }
  return body;
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}

/** What the Alertmanager sends is one attachment; anything else a webhook takes is read as far as it goes. */
function parseWebhook(body: string, receivedAt: Date): Message | undefined {
  const parsed = webhookSchema.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { text = '', attachments } = parsed.data;
  const [first] = attachments;
  return {
    receivedAt: receivedAt.toISOString(),
    via: 'slack',
    subject: first?.title ?? text,
    text: attachments.map((attachment) => attachment.text.trim()).join('\n\n') || text,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is not a message, which the schema says
  }
}
