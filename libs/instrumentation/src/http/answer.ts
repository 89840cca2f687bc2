import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What is sent, whichever server sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<string | Uint8Array>;
}

/** Answers GET and HEAD requests of one path. Never rejects. */
export type Answerer = (headers: IncomingHttpHeaders) => Promise<Answer>;

/** A handler for a server of `node:http`, for Express, and for the raw side of Fastify. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;

export function rawHandler(answerer: Answerer): RawHandler {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      void answerer(request.headers).then((answer) => send(answer, request, response));
    } else {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    }
  };
}

async function send(
  { status, headers, body }: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers);
  if (request.method === 'HEAD') response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(Readable.from(body), response).catch(brokenOff);
}

/** The pipeline has ended the connection, so the reader knows that the text is not whole. */
function brokenOff(): void {
  // Either the reader went away, or what `collect` promised did not hold: there is nobody left to tell.
}

export function plain(status: number, body: string, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body,
  };
}
