import type { Reason } from '../outcomes.js';

/** What the message of an answer names at most; the rest is counted. */
const NAMED = 5;
const NAMED_CHARACTERS = 600;

/** The data points of one request that were not taken, and why. */
export class Rejections {
  points = 0;
  /** Why the first was rejected. */
  reason: Reason | undefined;
  private causes = 0;
  private readonly named: string[] = [];

  add(points: number, reason: Reason, said: string): void {
    if (points === 0) return;
    this.points += points;
    this.causes += 1;
    this.reason ??= reason;
    if (this.named.length < NAMED) this.named.push(said.slice(0, NAMED_CHARACTERS));
  }

  join({ points, reason, causes, named }: Rejections): void {
    this.points += points;
    this.causes += causes;
    this.reason ??= reason;
    this.named.push(...named.slice(0, NAMED - this.named.length));
  }

  get said(): string {
    const more = this.causes - this.named.length;
    return this.named.join('; ') + (more > 0 ? `; and ${String(more)} more` : '');
  }
}
