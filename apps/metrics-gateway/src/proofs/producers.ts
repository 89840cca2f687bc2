import type { Load } from '../fixtures/crash.js';
import { samplesOf, type GatewayProcess } from '../fixtures/process.js';
import type { Shot } from '../fixtures/shot.js';
import { Producer, shownOf, type Outcome, type Send } from './producer.js';

export interface Figures {
  readonly acknowledged: number;
  readonly duplicates: number;
  readonly replayMs: readonly number[];
}

/** Many producers at once, and what they know together of a gateway that is killed under them. */
export class Producers implements Load {
  private readonly all: readonly Producer[];
  private readonly replayMs: number[] = [];
  private acknowledged = 0;
  private duplicates = 0;

  /** The last of them give up what was not answered. */
  constructor(count: number, givingUp: number) {
    this.all = Array.from(
      { length: count },
      (_, i) => new Producer(`p${String(i + 11)}`, i >= count - givingUp),
    );
  }

  get figures(): Figures {
    const { acknowledged, duplicates, replayMs } = this;
    return { acknowledged, duplicates, replayMs };
  }

  async push(url: string, shot: Shot): Promise<void> {
    const send = this.sendTo(url, shot);
    await Promise.all(
      this.all.map(async (producer) => {
        while (await producer.push(send));
      }),
    );
  }

  /** One push of each, after which nothing is open any more. */
  async settle(url: string): Promise<void> {
    const send = this.sendTo(url, undefined);
    for (const producer of this.all) await producer.push(send);
  }

  async wrongIn(gateway: GatewayProcess): Promise<readonly string[]> {
    const replayed = gateway.log.find(({ msg }) => msg === 'the journal was replayed');
    this.replayMs.push(Number(replayed?.['elapsedMs']));
    const shown = new Set(await samplesOf(gateway, 'crash_'));
    const found = this.all.map((producer) => ({ producer, amount: amountIn(shown, producer) }));
    for (const { producer, amount } of found) {
      if (amount !== undefined)
        for (const line of shownOf(producer.name, amount)) shown.delete(line);
      if (amount !== undefined) producer.found(amount);
    }
    const total = found.reduce((sum, { amount = NaN }) => sum + amount, 0);
    shown.delete(`crash_together_total ${String(total)}`);
    return [...this.all.flatMap(({ wrong }) => wrong), ...shown, ...unmatched(found)];
  }

  private sendTo(url: string, shot: Shot | undefined): Send {
    return async (body) => {
      const outcome = await outcomeOf(url, body);
      if (outcome === undefined) return undefined;
      this.acknowledged += 1;
      if (outcome === 'duplicate') this.duplicates += 1;
      shot?.acknowledged();
      return outcome;
    };
  }
}

interface Found {
  readonly producer: Producer;
  readonly amount: number | undefined;
}

/** Which of the possible amounts the series show, all of them the same. */
function amountIn(shown: ReadonlySet<string>, producer: Producer): number | undefined {
  const fits = (amount: number): boolean =>
    shownOf(producer.name, amount).every((line) => shown.has(line));
  return producer.possible.filter(fits).at(-1);
}

function unmatched(found: readonly Found[]): readonly string[] {
  return found.flatMap(({ producer: { name, possible }, amount }) =>
    amount === undefined ? [`${name} shows none of ${possible.join(', ')}`] : [],
  );
}

async function outcomeOf(url: string, body: string): Promise<Outcome | undefined> {
  const answer = await fetch(`${url}/v1/push`, { method: 'POST', body }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => undefined, // cut off by the kill, before or after it was written down
  );
  if (answer === undefined) return undefined;
  if (answer.status !== 200) throw new Error(`a push was answered ${answer.text}`);
  const { outcome } = JSON.parse(answer.text) as { outcome: Outcome }; // docs/push.md
  return outcome;
}
