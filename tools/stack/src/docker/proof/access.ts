import type { Fetch } from '../../monitoring/ask.js';
import { guardedFetch } from '../../monitoring/guarded.js';
import { checkOf, type Check } from './inside.js';
import { alertmanagerUrl, passOf, prometheusOf, prometheusUrl, type Proved } from './stack.js';

const ANSWER_DEADLINE_MS = 10_000;

/** Passwords and TLS: what is asked for, what is refused, and that the servers find each other all the same. */
export async function checkAccess(proved: Proved): Promise<readonly Check[]> {
  const { pem: ca } = proved.certificate;
  const wrong = Buffer.from('operator:admin123').toString('base64');
  const urls = [prometheusUrl(proved), alertmanagerUrl(proved)];
  const statuses = (fetch: Fetch, of: readonly string[]) => against(of, fetch);
  const plain = urls.map((url) => url.replace('https:', 'http:'));
  const senders = await (await prometheusOf(proved)).alertmanagers();
  return [
    checkOf(
      'Prometheus and the Alertmanager answer nobody without a password (401)',
      (await statuses(guardedFetch({ ca }), urls)).filter(isNot(401)),
    ),
    checkOf(
      'nor with a wrong one',
      (await statuses(guardedFetch({ ca, authorization: `Basic ${wrong}` }), urls)).filter(
        isNot(401),
      ),
    ),
    checkOf(
      'with the password that was made they do (200)',
      (await statuses(await passOf(proved), urls)).filter(isNot(200)),
    ),
    checkOf(
      'they speak no plain HTTP (400)',
      (await statuses(await passOf(proved), plain)).filter(isNot(400)),
    ),
    checkOf(
      'their certificate is theirs: without its authority nobody believes it',
      (await statuses(guardedFetch({}), urls)).filter((said) => !said.includes('certificate')),
    ),
    checkOf(
      'Prometheus sends its alerts through TLS and password',
      senders.length > 0 && senders.every((url) => url.startsWith('https:')) ? [] : senders,
    ),
  ];
}

const isNot =
  (status: number) =>
  (said: string): boolean =>
    !said.endsWith(` answers ${status}`);

/** What each address answers to a question that its API has an answer for. */
function against(urls: readonly string[], fetch: Fetch): Promise<readonly string[]> {
  return Promise.all(
    urls.map(async (url) => {
      try {
        const signal = AbortSignal.timeout(ANSWER_DEADLINE_MS);
        const { status } = await fetch(`${url}/-/healthy`, { signal });
        return `${url} answers ${status}`;
      } catch (error) {
        return `${url}: ${String(error)}`;
      }
    }),
  );
}
