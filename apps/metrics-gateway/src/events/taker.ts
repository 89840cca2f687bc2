import type { Refused } from '../adding/adder.js';
import type { Journal } from '../journal/journal.js';
import { outcomeOf, type Unwritten } from '../journal/unwritten.js';
import type { Effect } from './effect.js';
import type { Events, Taken } from './events.js';
import { encodeEvents, EVENTS_TAKEN } from './records.js';

/** What became of one event. */
export type Verdict = { readonly outcome: 'applied' | 'duplicate' } | Refused | Unwritten;

/**
 * Writes events down and applies them: all as one record or, where there is one among them that cannot be applied,
 * each as its own, for a record is kept or left out as a whole. Those records share one write, too.
 */
export class EventTaker {
  constructor(
    private readonly events: Events,
    private readonly journal: Journal,
  ) {}

  /** For each what became of it. */
  async take(effects: readonly Effect[], nowSeconds: number): Promise<readonly Verdict[]> {
    const known = effects.map(({ key }) => this.events.ids.has(key));
    const unknown = effects.filter((_, i) => known[i] === false);
    const verdicts = (await this.write(unknown, nowSeconds)).values();
    return known.map((isKnown) => (isKnown ? DUPLICATE : (verdicts.next().value ?? DUPLICATE)));
  }

  private async write(effects: readonly Effect[], nowSeconds: number): Promise<readonly Verdict[]> {
    if (effects.length === 0) return [];
    const together = await this.append(effects, nowSeconds);
    if (together.outcome !== 'unfit' && together.outcome !== 'full') {
      return effects.map((_, i) => verdictOf(together, i));
    }
    if (effects.length === 1) return [together];
    const alone = await Promise.all(effects.map((effect) => this.append([effect], nowSeconds)));
    return alone.map((one) => verdictOf(one, 0));
  }

  private async append(effects: readonly Effect[], nowSeconds: number): Promise<Taken | Unwritten> {
    const appended = await this.journal.append({
      kind: EVENTS_TAKEN,
      encode: () => encodeEvents(effects, nowSeconds),
      apply: () => {
        const answer = this.events.apply(effects, nowSeconds);
        return { answer, isKept: answer.outcome === 'taken' };
      },
    });
    return outcomeOf(appended);
  }
}

const DUPLICATE: Verdict = { outcome: 'duplicate' };

function verdictOf(taken: Taken | Unwritten, at: number): Verdict {
  if (taken.outcome !== 'taken') return taken;
  return taken.fresh[at] === true ? { outcome: 'applied' } : DUPLICATE;
}
