import type { Message } from '../sinks/inbox.js';
import type { Cause } from './cause.js';

/** How one alert is tried out. */
export interface Drill {
  readonly cause: Cause;
  /** The most seconds from the cause until the alert's condition holds, on a machine that keeps up. */
  readonly turnsWithin: number;
  /** The most seconds from the end of the cause until the condition no longer holds. */
  readonly clearsWithin: number;
  /** Ended as soon as Prometheus fires, where what the drill breaks is what carries the message. */
  readonly endsOnceFiring?: true;
  /** The media that can still tell of it, where the drill breaks one. */
  readonly toldBy?: readonly Message['via'][];
  /** Runs alone: it breaks the way that all messages take. */
  readonly isAlone?: true;
}

/** Why an alert is not tried out, in a sentence. */
export interface NoDrill {
  readonly why: string;
}

export type Drills = Readonly<Record<string, Drill | NoDrill>>;
