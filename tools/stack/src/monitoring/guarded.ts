import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Answered, Asking, Fetch } from './ask.js';

export interface Pass {
  /** The authority that the server's certificate has to come from, as PEM. */
  readonly ca?: string;
  /** The name that it has to be for, where that is not the host in the address. */
  readonly servername?: string;
  /** The value of the header Authorization. */
  readonly authorization?: string;
}

/** `fetch` for servers that ask for a password or show a certificate that this process does not know. */
export function guardedFetch({ authorization, ...certificate }: Pass): Fetch {
  return async (url, { method = 'GET', body, signal }: Asking): Promise<Answered> => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const asked = request(url, { method, headers, signal, ...certificate });
    asked.end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage]; // as node documents the event
    const status = response.statusCode ?? 0;
    const said = await text(response);
    return { ok: status >= 200 && status < 300, status, text: () => Promise.resolve(said) };
  };
}
