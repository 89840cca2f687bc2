/** Something that has begun, or ended; which of the two is known without the other when messages overtake each other. */
export interface Flight {
  readonly key: string;
  readonly isOpen: boolean;
  readonly seenAt: number;
}

export interface Step {
  readonly does: 'enter' | 'leave';
  readonly key: string;
}

export interface FlightLimits {
  /** Begun or ended ones that are remembered. */
  readonly flights: number;
  /** How long each is: after that, what has begun and not ended is taken for dead. */
  readonly flightSeconds: number;
}

export interface Moved {
  /** How many are begun and not ended; undefined when nothing has changed. */
  readonly open: number | undefined;
  readonly commit: () => void;
}

/**
 * What is in flight, as a set: an end without its beginning takes nothing away, so the number is never below 0, and
 * one that comes before its beginning is remembered, so the number does not depend on the order. An end is final.
 */
export class Flights {
  /** Longest unseen first. */
  private readonly byKey = new Map<string, Flight>();
  private open = 0;

  constructor(private readonly limits: FlightLimits) {}

  /** Changes nothing until its `commit`. */
  plan(steps: readonly Step[], nowSeconds: number): Moved {
    const changed = new Map<string, Flight>();
    for (const { key, does } of steps) {
      const before = changed.get(key) ?? this.alive(key, nowSeconds);
      const isOpen = does === 'enter';
      if (before?.isOpen === false || before?.isOpen === isOpen) continue;
      changed.set(key, { key, isOpen, seenAt: nowSeconds });
    }
    const dropped = this.dropped(changed, nowSeconds);
    if (changed.size + dropped.length === 0) return UNMOVED;
    const gone = [...dropped, ...changed.keys()].filter((key) => this.byKey.get(key)?.isOpen);
    const come = [...changed.values()].filter(({ isOpen }) => isOpen);
    const open = this.open - gone.length + come.length;
    return { open, commit: () => this.change(dropped, changed.values()) };
  }

  restore(flight: Flight): void {
    this.change([], [flight]);
  }

  /** Longest unseen first. */
  saved(): readonly Flight[] {
    return [...this.byKey.values()];
  }

  private alive(key: string, nowSeconds: number): Flight | undefined {
    const flight = this.byKey.get(key);
    return flight === undefined || this.isOver(flight, nowSeconds) ? undefined : flight;
  }

  private isOver({ seenAt }: Flight, nowSeconds: number): boolean {
    return seenAt + this.limits.flightSeconds <= nowSeconds;
  }

  /** Those that are over, and as many more as there is no room for. */
  private dropped(changed: ReadonlyMap<string, Flight>, nowSeconds: number): readonly string[] {
    const dropped: string[] = [];
    const fresh = [...changed.keys()].filter((key) => !this.byKey.has(key)).length;
    const surplus = this.byKey.size + fresh - this.limits.flights;
    for (const flight of this.byKey.values()) {
      if (dropped.length >= surplus && !this.isOver(flight, nowSeconds)) break;
      if (!changed.has(flight.key)) dropped.push(flight.key);
    }
    return dropped;
  }

  private change(dropped: readonly string[], changed: Iterable<Flight>): void {
    for (const key of dropped) this.forget(key);
    for (const flight of changed) {
      this.forget(flight.key);
      this.byKey.set(flight.key, flight);
      if (flight.isOpen) this.open += 1;
    }
  }

  private forget(key: string): void {
    if (this.byKey.get(key)?.isOpen === true) this.open -= 1;
    this.byKey.delete(key);
  }
}

const UNMOVED: Moved = { open: undefined, commit: () => undefined };
