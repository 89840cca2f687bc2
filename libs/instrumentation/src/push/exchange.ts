import { request as overHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { alarm, type Runtime } from './runtime.js';
import { quoted, sentenceOf } from './words.js';

export interface Outgoing {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly isWebPage: boolean;
      /** What the gateway said about a refusal, on one short line; empty for a success. */
      readonly words: string;
    }
  | { readonly kind: 'unanswered'; readonly reason: string };

export interface Limits {
  readonly runtime: Runtime;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Whether a process that has nothing else to do ends in the middle of it. */
  readonly isBackground: boolean;
}

/** Nothing of an answer beyond this is read. */
const READ_BYTES = 4_096;

/**
 * Sends one request and takes in its answer; whatever happens comes back as an answer, nothing is thrown.
 *
 * Not `fetch`: its sockets keep the process alive, and a worker's end must not wait for a gateway that hangs.
 */
export async function exchange(outgoing: Outgoing, limits: Limits): Promise<Answer> {
  const { runtime, deadlineMs } = limits;
  const late = alarm(runtime, deadlineMs);
  try {
    const request = open(outgoing, limits);
    const answer = ask(request, outgoing.body);
    const lateness = late.rung.then((): Answer =>
      unanswered(`no answer within ${String(deadlineMs)} ms`),
    );
    const first = await Promise.race([answer.whole, lateness]);
    request.destroy();
    return first.kind === 'unanswered' ? (answer.soFar() ?? first) : first;
  } catch (error) {
    return unanswered(sentenceOf(error)); // a header that HTTP cannot carry, for one
  } finally {
    late.cancel();
  }
}

function unanswered(reason: string): Answer {
  return { kind: 'unanswered', reason };
}

function open({ method, url, headers, body }: Outgoing, limits: Limits): ClientRequest {
  const send = url.startsWith('https:') ? overHttps : overHttp;
  const request = send(url, {
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent: false, // pushes are far apart: a kept socket would be dead by the next one
    signal: limits.signal,
  });
  if (limits.isBackground) request.on('socket', (socket) => socket.unref());
  return request;
}

interface Asked {
  readonly whole: Promise<Answer>;
  /** The status decides; it stands even when the words that explain it never end. */
  readonly soFar: () => Answer | undefined;
}

function ask(request: ClientRequest, body: string | Buffer): Asked {
  let soFar: Answer | undefined;
  const whole = new Promise<Answer>((resolve) => {
    request.on('error', (error) => {
      resolve(unanswered(sentenceOf(error)));
    });
    request.on('close', () => {
      resolve(soFar ?? unanswered('the connection was closed without an answer'));
    });
    request.on('response', (response) => {
      soFar = answered(response, '');
      if (isSuccess(soFar)) resolve(soFar);
      read(response, (text, isEnd) => {
        soFar = answered(response, quoted(text));
        if (isEnd) resolve(soFar);
      });
    });
    request.end(body);
  });
  return { whole, soFar: () => soFar };
}

type Hear = (text: string, isEnd: boolean) => void;

function read(response: IncomingMessage, hear: Hear): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const tell = (isEnd: boolean): void => {
    hear(Buffer.concat(chunks).subarray(0, READ_BYTES).toString(), isEnd || bytes >= READ_BYTES);
  };
  response.on('data', (chunk: Buffer) => {
    if (bytes >= READ_BYTES) return;
    chunks.push(chunk);
    bytes += chunk.length;
    tell(false);
  });
  response.on('end', () => tell(true));
  response.on('error', () => tell(true)); // the socket was closed in the middle of the words
}

function answered({ statusCode = 0, headers }: IncomingMessage, words: string): Answer {
  const type = headers['content-type'] ?? '';
  const target = headers.location === undefined ? '' : `it points to ${quoted(headers.location)}`;
  return {
    kind: 'answered',
    status: statusCode,
    retryAfter: headers['retry-after'],
    isWebPage: type.startsWith('text/html'),
    words: [target, words].filter((part) => part !== '').join('; '),
  };
}

function isSuccess(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}
