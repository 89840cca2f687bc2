import type { Fetch } from '../../monitoring/ask.js';
import { guardedFetch } from '../../monitoring/guarded.js';
import { checkOf, type Check } from './inside.js';
import {
  alertmanagerUrl,
  gatewayPass,
  gatewayUrl,
  healthUrl,
  passOf,
  prometheusOf,
  prometheusUrl,
  USER,
  type Proved,
} from './stack.js';

const ANSWER_DEADLINE_MS = 10_000;

/** Passwords, tokens and TLS: what is asked for, what is refused, and that the servers find each other all the same. */
export async function checkAccess(proved: Proved): Promise<readonly Check[]> {
  const monitoring = [prometheusUrl(proved), alertmanagerUrl(proved)];
  const services = [gatewayUrl(proved), healthUrl(proved)];
  const paths = [...monitoring.map((url) => `${url}/-/healthy`), ...services.map(metricsOf)];
  const { pem: ca } = proved.certificate;
  const stranger = guardedFetch({ ca });
  const senders = await (await prometheusOf(proved)).alertmanagers();
  return [
    await answers('nobody is answered without password or token', paths, {
      with: stranger,
      is: 401,
    }),
    await answers('nor with a wrong one', paths, { with: wrong(ca), is: 401 }),
    await answers(
      'with the password that was made Prometheus and the Alertmanager answer',
      monitoring.map((url) => `${url}/-/healthy`),
      { with: await passOf(proved), is: 200 },
    ),
    await answers('with its token the gateway is scraped', services.slice(0, 1).map(metricsOf), {
      with: gatewayPass(proved),
      is: 200,
    }),
    await answers('health is open to who reaches it', [`${healthUrl(proved)}/health/live`], {
      with: stranger,
      is: 200,
    }),
    await answers(
      'Prometheus and the Alertmanager speak no plain HTTP',
      monitoring.map((url) => `${url.replace('https:', 'http:')}/-/healthy`),
      { with: await passOf(proved), is: 400 },
    ),
    await unbelieved(paths),
    checkOf(
      'Prometheus sends its alerts through TLS and password',
      senders.length > 0 && senders.every((url) => url.startsWith('https:')) ? [] : senders,
    ),
  ];
}

const metricsOf = (url: string): string => `${url}/metrics`;

/** A password and a token that many systems have, and this one must not. */
function wrong(ca: string): Fetch {
  const basic = Buffer.from(`${USER}:admin123`).toString('base64');
  const byPassword = guardedFetch({ ca, authorization: `Basic ${basic}` });
  const byToken = guardedFetch({ ca, authorization: 'Bearer admin123' });
  return (url, asking) => (url.endsWith('/metrics') ? byToken : byPassword)(url, asking);
}

interface Expected {
  readonly with: Fetch;
  readonly is: number;
}

async function answers(
  claim: string,
  urls: readonly string[],
  { with: fetch, is }: Expected,
): Promise<Check> {
  const said = await Promise.all(urls.map((url) => told(url, fetch)));
  return checkOf(
    `${claim} (${is})`,
    said.filter((one) => !one.endsWith(` answers ${is}`)),
  );
}

async function unbelieved(urls: readonly string[]): Promise<Check> {
  const said = await Promise.all(urls.map((url) => told(url, guardedFetch({}))));
  return checkOf(
    'without its authority nobody believes their certificate',
    said.filter((one) => !one.includes('certificate')),
  );
}

async function told(url: string, fetch: Fetch): Promise<string> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
    return `${url} answers ${status}`;
  } catch (error) {
    return `${url}: ${String(error)}`;
  }
}
