import type { Answer } from './exchange.js';

/** What an answer means for the batch that was sent. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** Sent again unchanged it would fail again. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may be the compression that was not understood. */
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfter: string | undefined };

/** Of the statuses from 400 to 499, those that pass: timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429];
/** A gateway that does not know `content-encoding` reads compressed bytes as bad text. */
const UNREAD: readonly number[] = [400, 415];

export function verdictOf(answer: Answer, isCompressed: boolean): Verdict {
  if (answer.kind === 'unanswered') {
    return { kind: 'failed', reason: answer.reason, retryAfter: undefined };
  }
  const { status, retryAfter, isWebPage } = answer;
  if (isBetween(status, 200, 299)) {
    return isWebPage ? { kind: 'failed', reason: webPage(status), retryAfter } : DELIVERED;
  }
  const reason = said(answer);
  if (isCompressed && UNREAD.includes(status)) return { kind: 'unread', reason };
  return isBetween(status, 300, 499) && !PASSING.includes(status)
    ? { kind: 'refused', reason }
    : { kind: 'failed', reason, retryAfter };
}

const DELIVERED: Verdict = { kind: 'delivered' };

/** A gateway answers a push with no text; a web page is what a proxy, a login or another service shows. */
function webPage(status: number): string {
  return `answered ${String(status)} with a web page, which no gateway does; check the address`;
}

function said({ status, words }: { readonly status: number; readonly words: string }): string {
  return words === '' ? `answered ${String(status)}` : `answered ${String(status)}: ${words}`;
}

function isBetween(status: number, low: number, high: number): boolean {
  return status >= low && status <= high;
}
