/** What the memory of producers may cost. */
export interface ProducerLimits {
  readonly producers: number;
  /** How long after its last push a producer is forgotten. */
  readonly rememberedSeconds: number;
  /** Of one producer, how many sequences that were left out can still be taken when they come late. */
  readonly missing: number;
}

export type Known<Answer> =
  | { readonly is: 'new' }
  /** `answer` of the newest push alone. */
  | { readonly is: 'duplicate'; readonly answer: Answer | undefined }
  | { readonly is: 'full'; readonly retryAfterSeconds: number };

/** One producer, as it was at one moment. */
export interface Producer<Answer> {
  readonly name: string;
  /** Its highest sequence, and what was said of that. */
  readonly newest: number;
  readonly answer: Answer;
  readonly seenAt: number;
  /** Lower sequences that did not come, ascending. */
  readonly missing: readonly number[];
}

/** Which pushes were applied. The producers stand in the order in which they were last seen. */
export class Producers<Answer> {
  private readonly byName = new Map<string, Producer<Answer>>();

  constructor(private readonly limits: ProducerLimits) {}

  get size(): number {
    return this.byName.size;
  }

  /** Changes nothing but forgets who has not been seen for long. */
  look(name: string, sequence: number, nowSeconds: number): Known<Answer> {
    this.forget(nowSeconds);
    const producer = this.byName.get(name);
    if (producer === undefined) {
      return this.size < this.limits.producers ? { is: 'new' } : this.full(nowSeconds);
    }
    const { newest, missing, answer } = producer;
    if (sequence > newest || missing.includes(sequence)) return { is: 'new' };
    return { is: 'duplicate', answer: sequence === newest ? answer : undefined };
  }

  /** How many sequences a new push leaves out. */
  missingBefore(name: string, sequence: number): number {
    return Math.max(0, sequence - (this.byName.get(name)?.newest ?? 0) - 1);
  }

  /** Remembers a push that `look` found to be new, once it is applied. */
  note(name: string, sequence: number, applied: { answer: Answer; nowSeconds: number }): void {
    const before = this.byName.get(name);
    const seenAt = applied.nowSeconds;
    this.byName.delete(name);
    if (before !== undefined && sequence < before.newest) {
      const missing = before.missing.filter((one) => one !== sequence);
      this.byName.set(name, { ...before, missing, seenAt });
      return;
    }
    const first = Math.max((before?.newest ?? 0) + 1, sequence - this.limits.missing);
    const skipped = Array.from({ length: sequence - first }, (_, i) => first + i);
    const missing = [...(before?.missing ?? []), ...skipped].slice(-this.limits.missing);
    this.byName.set(name, { name, newest: sequence, answer: applied.answer, seenAt, missing });
  }

  /** All that is remembered, longest unseen first. */
  saved(): readonly Producer<Answer>[] {
    return [...this.byName.values()];
  }

  clear(): void {
    this.byName.clear();
  }

  restore(producer: Producer<Answer>): void {
    this.byName.set(producer.name, producer);
  }

  private forget(nowSeconds: number): void {
    for (const [name, { seenAt }] of this.byName) {
      if (seenAt + this.limits.rememberedSeconds > nowSeconds) return;
      this.byName.delete(name);
    }
  }

  private full(nowSeconds: number): Known<Answer> {
    const [oldest] = this.byName.values();
    const freeAt = (oldest?.seenAt ?? nowSeconds) + this.limits.rememberedSeconds;
    return { is: 'full', retryAfterSeconds: Math.max(1, Math.ceil(freeAt - nowSeconds)) };
  }
}
