import type { Metric, Movement } from '@aura/metrics';
import type { Adder, Refused } from '../adding/adder.js';
import type { Effect } from './effect.js';
import { Flights, type FlightLimits, type Step } from './flights.js';
import { Ids } from './ids.js';
import { Sums } from './sums.js';

export interface EventLimits extends FlightLimits {
  /** Events that are remembered, so that none counts twice. */
  readonly ids: number;
}

/** The event that set a gauge last. */
export type Setter = Omit<Effect, 'movements'>;

export type Taken = { readonly outcome: 'taken'; readonly fresh: readonly boolean[] } | Refused;

/** What events have done so far, and what must be remembered of them. Nothing here is asynchronous. */
export class Events {
  readonly ids: Ids;
  private readonly flights = new Map<string, Flights>();
  private readonly setters = new Map<string, Setter>();

  constructor(
    private readonly adder: Pick<Adder, 'take'>,
    private readonly limits: EventLimits,
  ) {
    this.ids = new Ids(limits.ids);
  }

  /** Applies all of them or, where one of them cannot be, none. */
  apply(effects: readonly Effect[], nowSeconds: number): Taken {
    const ids = this.ids.plan(effects.map(({ key }) => key));
    const draft = new Draft(this.setters, nowSeconds);
    for (const [i, effect] of effects.entries()) if (ids.fresh[i] === true) draft.add(effect);
    const moves = [...draft.steps].map(([metric, steps]) => {
      const moved = this.flightsOf(metric.name).plan(steps, nowSeconds);
      if (moved.open !== undefined) draft.sums.set(metric, {}, moved.open);
      return moved;
    });
    const families = draft.sums.families();
    const taken = families.length === 0 ? [] : this.adder.take(families);
    if ('reason' in taken) return taken;
    for (const { commit } of [ids, ...moves]) commit();
    for (const [name, setter] of draft.setters) this.setters.set(name, setter);
    return { outcome: 'taken', fresh: ids.fresh };
  }

  /** What is in flight, by the name of the gauge that shows how much it is. */
  flightsOf(name: string): Flights {
    const flights = this.flights.get(name) ?? new Flights(this.limits);
    this.flights.set(name, flights);
    return flights;
  }

  saved(): {
    readonly flights: readonly (readonly [name: string, flights: Flights])[];
    readonly setters: readonly (readonly [name: string, setter: Setter])[];
  } {
    return { flights: [...this.flights], setters: [...this.setters] };
  }

  restoreSetter(name: string, setter: Setter): void {
    this.setters.set(name, setter);
  }
}

/** What some events would change. */
class Draft {
  readonly sums: Sums;
  readonly steps = new Map<Metric, Step[]>();
  readonly setters = new Map<string, Setter>();

  constructor(
    private readonly before: ReadonlyMap<string, Setter>,
    nowSeconds: number,
  ) {
    this.sums = new Sums(nowSeconds);
  }

  add(effect: Effect): void {
    for (const movement of effect.movements) this.move(movement, effect);
  }

  private move(movement: Movement, { key, atSeconds, isUntimed }: Effect): void {
    const { metric } = movement;
    const setter = { key, atSeconds, isUntimed };
    switch (movement.does) {
      case 'add':
      case 'observe':
        this.sums.add(metric, movement.labels, movement.value);
        return;
      case 'set':
        if (this.isOlder(metric.name, setter)) return;
        this.setters.set(metric.name, setter);
        this.sums.set(metric, movement.labels, movement.value);
        return;
      case 'enter':
      case 'leave': {
        const steps = this.steps.get(metric) ?? [];
        steps.push({ does: movement.does, key: movement.key });
        this.steps.set(metric, steps);
      }
    }
  }

  /**
   * Of two that say the same moment one must win, whichever comes first: the one with the greater key. Of two that do
   * not say when they were it is the later to come, also where the clock went back in between.
   */
  private isOlder(name: string, { key, atSeconds, isUntimed }: Setter): boolean {
    const newest = this.setters.get(name) ?? this.before.get(name);
    if (newest === undefined || newest.atSeconds < atSeconds) return false;
    if (isUntimed === true && newest.isUntimed === true) return false;
    return newest.atSeconds > atSeconds || newest.key > key;
  }
}
