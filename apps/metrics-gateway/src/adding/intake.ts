import { jobFault, jobsNamed, type Principal } from '../guard/principal.js';
import type { Journal } from '../journal/journal.js';
import { outcomeOf, UNWRITTEN, type Unwritten } from '../journal/unwritten.js';
import type { Outcomes, Reason } from '../outcomes.js';
import { beginningOf } from '../cut.js';
import { textOf } from '../text.js';
import { pauseAfter } from '../turns.js';
import type { Added, Adder } from './adder.js';
import type { AddPush } from './push.js';
import { readPush } from './read.js';
import { encodePush, PUSHED } from './records.js';

export type Received = Added | Unwritten;

interface Outside {
  readonly adder: Adder;
  readonly journal: Journal;
  readonly outcomes: Outcomes;
}

/** Whose push it is, by what stands outside its body. */
export interface Sender {
  readonly principal: Principal;
  /** What the header by which a proxy chose this replica says; undefined where there was none. */
  readonly producer: string | undefined;
}

/** Takes the bodies of `POST /v1/push`, and counts what became of them. */
export class AddIntake {
  constructor(private readonly outside: Outside) {}

  /** The answer comes when the push is durable, as far as the journal's policy goes. */
  async receive(body: Uint8Array, nowSeconds: number, from: Sender): Promise<Received> {
    const read = readBody(body);
    if (!read.ok) {
      this.refused('malformed', read.reason);
      return { outcome: 'unfit', because: 'malformed', reason: read.reason };
    }
    const refusal = fault(from, read.push);
    if (refusal !== undefined) {
      this.count(refusal, from.principal.name ?? read.push.producer);
      return refusal;
    }
    const pause = pauseAfter(body.length);
    if (pause !== undefined) await pause;
    const received = await this.take(read, nowSeconds);
    this.count(received, read.push.producer);
    return received;
  }

  /** Counts a push that was refused before anyone read it. */
  refused(reason: Reason, said: string): void {
    this.outside.outcomes.refused({ route: 'push', reason, said });
  }

  private count(received: Received, who: string): void {
    const { outcomes } = this.outside;
    if (received.outcome === 'applied') outcomes.accepted('push');
    else if (received.outcome === 'duplicate') outcomes.duplicate('push');
    else if (received.outcome === 'unwritten') {
      outcomes.refused({ route: 'push', reason: 'disk', said: UNWRITTEN[received.reason], who });
    } else {
      const { because: reason, reason: said } = received;
      outcomes.refused({ route: 'push', reason, said, who });
    }
  }

  private async take({ text, push }: Readable, nowSeconds: number): Promise<Received> {
    const { adder, journal } = this.outside;
    // What can be refused now is not written down only to be written down as void.
    const before = adder.check(push, nowSeconds);
    if (before !== undefined) return before;
    const appended = await journal.append({
      kind: PUSHED,
      encode: () => encodePush(text, nowSeconds),
      apply: () => {
        const answer = adder.apply(push, nowSeconds);
        return { answer, isKept: answer.outcome === 'applied' };
      },
    });
    return outcomeOf(appended);
  }
}

function fault(
  { principal, producer }: Sender,
  push: AddPush,
): (Received & { readonly outcome: 'unfit' }) | undefined {
  const foreign = jobFault(principal, jobsNamed(push.families));
  if (foreign !== undefined) return { outcome: 'unfit', because: 'unauthorized', reason: foreign };
  if (producer === undefined || producer === push.producer) return undefined;
  const said = JSON.stringify(beginningOf(producer));
  const reason = `the header x-aura-producer is ${said}, and the push names another producer`;
  return { outcome: 'unfit', because: 'malformed', reason };
}

interface Readable {
  readonly text: string;
  readonly push: AddPush;
}

function readBody(
  body: Uint8Array,
): ({ readonly ok: true } & Readable) | { readonly ok: false; readonly reason: string } {
  const text = textOf(body);
  if (!text.ok) return { ok: false, reason: 'the body is not UTF-8' };
  const read = readPush(text.text);
  return read.ok ? { ok: true, text: text.text, push: read.push } : read;
}
