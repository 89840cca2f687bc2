import type { CounterHandle } from '@aura/instrumentation';
import type { gateway } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Journal } from '../journal/journal.js';
import { textOf } from '../text.js';
import type { Added, Adder } from './adder.js';
import { readPush } from './read.js';
import { encodePush, PUSHED } from './records.js';

/** `unwritten`: the journal could not take it. */
export type Received =
  Added | { readonly outcome: 'unwritten'; readonly reason: 'full' | 'failed' };

interface Outside {
  readonly adder: Adder;
  readonly journal: Journal;
  readonly pushes: CounterHandle<typeof gateway.pushes.labels>;
  readonly log: Log;
}

/** Takes the bodies of `POST /v1/push`, and counts what became of them. */
export class AddIntake {
  constructor(private readonly outside: Outside) {}

  /** The answer comes when the push is durable, as far as the journal's policy goes. */
  async receive(body: Uint8Array, nowSeconds: number): Promise<Received> {
    const received = await this.take(body, nowSeconds);
    if ('reason' in received) this.refused(received.outcome, received.reason);
    else this.outside.pushes.inc({ outcome: 'accepted' });
    return received;
  }

  /** Counts a push that was refused before anyone read it. */
  refused(outcome: string, said: string): void {
    const { log, pushes } = this.outside;
    pushes.inc({ outcome: 'refused' });
    // The reason quotes the push, which is for its sender; the log has it only when it is asked for.
    const reason = log.isLevelEnabled('debug') ? said : undefined;
    log.warn({ outcome, reason }, 'push of increments refused');
  }

  private async take(body: Uint8Array, nowSeconds: number): Promise<Received> {
    const text = textOf(body);
    if (!text.ok) return { outcome: 'unfit', reason: 'the body is not UTF-8' };
    const read = readPush(text.text);
    if (!read.ok) return { outcome: 'unfit', reason: read.reason };
    const { adder, journal } = this.outside;
    const before = adder.before(read.push, nowSeconds);
    if (before !== undefined) return before;
    const appended = await journal.append({
      kind: PUSHED,
      encode: () => encodePush(text.text, nowSeconds),
      apply: () => {
        const answer = adder.apply(read.push, nowSeconds);
        return { answer, isKept: answer.outcome === 'applied' };
      },
    });
    return appended.ok ? appended.answer : { outcome: 'unwritten', reason: appended.reason };
  }
}
