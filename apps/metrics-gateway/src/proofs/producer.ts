/** One push whose fate is not known yet. It is sent as it was until it is. */
interface Open {
  readonly sequence: number;
  readonly amount: number;
  readonly body: string;
}

export type Outcome = 'applied' | 'duplicate';
/** Undefined where no answer came. */
export type Send = (body: string) => Promise<Outcome | undefined>;

/** Spaces that JSON does not mind, to fill the journal. */
const PADDING = ' '.repeat(5_000);
/** Each so many pushes the same one is sent twice at once, and again after its answer. */
const TWICE = 7;
const AGAIN = 10;

/** Sends increments and keeps books of what was acknowledged. */
export class Producer {
  /** The sum of all that is certainly there, and there once. */
  settled = 0;
  private sequence = 0;
  private open: Open | undefined;
  readonly wrong: string[] = [];

  /** `givesUp`: what was not answered is not sent again. */
  constructor(
    readonly name: string,
    private readonly givesUp: boolean,
  ) {}

  /** The amounts that a gateway may hold now. */
  get possible(): readonly number[] {
    return this.open === undefined
      ? [this.settled]
      : [this.settled, this.settled + this.open.amount];
  }

  /** A restarted gateway holds so much: what is given up is from now on there or not. */
  found(amount: number): void {
    if (!this.givesUp) return;
    this.settled = amount;
    this.open = undefined;
  }

  /** Sends what is open, or something new. Says whether it was answered. */
  async push(send: Send): Promise<boolean> {
    const isRetry = this.open !== undefined;
    const open = (this.open ??= this.next());
    const copies = !isRetry && open.sequence % TWICE === 0 ? 2 : 1;
    const outcomes = await Promise.all(Array.from({ length: copies }, () => send(open.body)));
    const applied = outcomes.filter((outcome) => outcome === 'applied').length;
    const isAnswered = outcomes.some((outcome) => outcome !== undefined);
    if (!isAnswered) return false;
    if (applied > 1) this.wrong.push(`${this.name} ${String(open.sequence)} was applied twice`);
    this.settled += open.amount;
    this.open = undefined;
    if (open.sequence % AGAIN === 0) await this.sendAgain(open, send);
    return !outcomes.includes(undefined);
  }

  private async sendAgain({ sequence, body }: Open, send: Send): Promise<void> {
    if ((await send(body)) !== 'applied') return;
    this.wrong.push(`${this.name} ${String(sequence)} was acknowledged and applied again`);
  }

  private next(): Open {
    const sequence = (this.sequence += 1);
    const amount = 1 + ((sequence * 13) % 11);
    const families = familiesOf(this.name, amount);
    const body = JSON.stringify({ producer: this.name, sequence, families });
    return { sequence, amount, body: body + PADDING };
  }
}

/** Of each kind that adds one family, so that half of a push would be seen. */
function familiesOf(producer: string, amount: number): readonly object[] {
  const labels = { producer };
  const histogram = { labels, buckets: [amount, 2 * amount], sum: 3.5 * amount, count: 3 * amount };
  return [
    { name: 'crash_total', type: 'counter', series: [{ labels, value: amount }] },
    { name: 'crash_level', type: 'gauge', mode: 'sum', series: [{ labels, value: amount }] },
    { name: 'crash_seconds', type: 'histogram', buckets: [0.5, 2], series: [histogram] },
    { name: 'crash_together_total', type: 'counter', series: [{ labels: {}, value: amount }] },
  ];
}

/** What a producer's series show where it has added up to so much. */
export function shownOf(producer: string, amount: number): readonly string[] {
  const own = `producer="${producer}"`;
  const all = [
    [`crash_total{${own}}`, amount],
    [`crash_level{${own}}`, amount],
    [`crash_seconds_bucket{${own},le="0.5"}`, amount],
    [`crash_seconds_bucket{${own},le="2"}`, 2 * amount],
    [`crash_seconds_bucket{${own},le="+Inf"}`, 3 * amount],
    [`crash_seconds_sum{${own}}`, 3.5 * amount],
    [`crash_seconds_count{${own}}`, 3 * amount],
  ] as const;
  return amount === 0 ? [] : all.map(([series, value]) => `${series} ${String(value)}`);
}
