import { reasonOf, type BodyRefused } from '../body.js';
import { UNWRITTEN, type Unwritten } from '../journal/unwritten.js';
import type { Outcomes, Reason } from '../outcomes.js';
import { readBatch, type Sent } from './batch.js';
import { readEvent, type Circumstances, type EventRead } from './read.js';
import type { EventTaker, Verdict } from './taker.js';

/** What became of one event of a body. */
export type Result = {
  /** Its place in the body, from 0. */
  readonly index: number;
  readonly id: string | undefined;
} & ({ readonly outcome: 'applied' | 'duplicate' } | Refusal);

interface Refusal {
  readonly outcome: 'refused';
  readonly reason: Reason;
  readonly error: string;
  /** Of one for which there is no room now. */
  readonly retryAfterSeconds?: number;
}

export type Received =
  | { readonly outcome: 'read'; readonly events: readonly Result[] }
  | { readonly outcome: 'unread'; readonly status: BodyRefused['status']; readonly error: string }
  | Unwritten;

/** Takes the bodies of `POST /v1/events`, and counts what became of them. */
export class EventIntake {
  constructor(
    private readonly taker: EventTaker,
    private readonly outcomes: Outcomes,
  ) {}

  /** The answer comes when all that was applied is durable, as far as the journal's policy goes. */
  async receive(body: Uint8Array, contentType: string, nowSeconds: number): Promise<Received> {
    const batch = readBatch(body, contentType);
    if (!batch.ok) {
      this.refused(reasonOf(batch.status), batch.said);
      return { outcome: 'unread', status: batch.status, error: batch.said };
    }
    const { sent, hasExtensions } = batch;
    const read = sent.map((one) => readSent(one, { nowSeconds, hasExtensions }));
    const effects = read.flatMap((one) => (one.ok ? [one.effect] : []));
    const verdicts = await this.taker.take(effects, nowSeconds);
    const events = resultsOf(read, verdicts);
    this.count(events, read);
    const [first] = verdicts;
    const isLost = events.length > 0 && events.every(isUnwritten);
    return isLost && first?.outcome === 'unwritten' ? first : { outcome: 'read', events };
  }

  /** Counts a body that nobody read. */
  refused(reason: Reason, said: string, who?: string): void {
    this.outcomes.refused({ route: 'events', reason, said, who });
  }

  /** A body of which some events were taken and others refused counts once as each. */
  private count(events: readonly Result[], read: readonly EventRead[]): void {
    const refused = events.filter((one) => one.outcome === 'refused');
    const isDuplicate = events.length > 0 && events.every((one) => one.outcome === 'duplicate');
    if (isDuplicate) this.outcomes.duplicate('events');
    else if (refused.length === 0 || refused.length < events.length)
      this.outcomes.accepted('events');
    const [first] = refused;
    if (first === undefined) return;
    const said = `${String(refused.length)} of ${String(events.length)} events were refused; the first, number ${String(first.index)}: ${first.error}`;
    this.refused(first.reason, said, read[first.index]?.source);
  }
}

function readSent(sent: Sent, circumstances: Circumstances): EventRead {
  if (sent.ok) return readEvent(sent.value, circumstances);
  return { ok: false, id: undefined, source: undefined, said: sent.said };
}

/** `verdicts` are of those that could be read, in their order. */
function resultsOf(read: readonly EventRead[], verdicts: readonly Verdict[]): readonly Result[] {
  const rest = verdicts.values();
  return read.map((one, index) => {
    const verdict = one.ok ? rest.next().value : undefined;
    const { id } = one;
    if (verdict !== undefined) return { index, id, ...outcomeOf(verdict) };
    return { index, id, ...refusal('malformed', one.ok ? '' : one.said) };
  });
}

function outcomeOf(verdict: Verdict): { readonly outcome: 'applied' | 'duplicate' } | Refusal {
  switch (verdict.outcome) {
    case 'applied':
    case 'duplicate':
      return verdict;
    case 'unwritten':
      return refusal('disk', UNWRITTEN[verdict.reason]);
    case 'unfit':
      return refusal(verdict.because, verdict.reason);
    case 'full': {
      const { because, reason, retryAfterSeconds } = verdict;
      return { ...refusal(because, reason), retryAfterSeconds };
    }
  }
}

function refusal(reason: Reason, error: string): Refusal {
  return { outcome: 'refused', reason, error };
}

function isUnwritten(one: Result): boolean {
  return one.outcome === 'refused' && one.reason === 'disk';
}
