import { METRICS, type Movement } from '@aura/metrics';
import type { Log } from '@aura/service';
import { z } from 'zod';
import type { Journal } from '../journal/journal.js';
import { bodyWith, jsonIn, piecesOf } from '../journal/pieces.js';
import type { Effect } from './effect.js';
import type { Events } from './events.js';

/** The kind of record that the events of a body are. It holds what they do, for their names may change. */
export const EVENTS_TAKEN = 'events';

/** What one record of a snapshot holds at most. */
const PIECE = 10_000;

/** Brings back from the journal what events have done; the sums themselves are with those of `/v1/push`. */
export function registerEvents(journal: Journal, events: Events, log: Log): void {
  journal.register({
    name: EVENTS_TAKEN,
    replay: (bytes) => {
      const { atSeconds, effects } = TAKEN.parse(jsonIn(bytes));
      const taken = events.apply(effects.map(effectOf), atSeconds);
      if ('reason' in taken) {
        log.error({ reason: taken.reason }, 'events of the journal were left out');
      }
    },
    dump: () => [],
  });
  journal.register({
    name: 'event ids',
    replay: (bytes) => events.ids.remember(IDS.parse(jsonIn(bytes))),
    dump: () => piecesOf(events.ids.saved(), PIECE).map((piece) => () => bodyWith(piece)),
  });
  registerGauges(journal, events);
}

/** What the gauges that events move are made of. */
function registerGauges(journal: Journal, events: Events): void {
  journal.register({
    name: 'event flights',
    replay: (bytes) => {
      const { name, flights } = FLIGHTS.parse(jsonIn(bytes));
      for (const flight of flights) events.flightsOf(name).restore(flight);
    },
    dump: () =>
      events
        .saved()
        .flights.flatMap(([name, all]) =>
          piecesOf(all.saved(), PIECE).map((flights) => () => bodyWith({ name, flights })),
        ),
  });
  journal.register({
    name: 'event setters',
    replay: (bytes) => {
      for (const [name, setter] of SETTERS.parse(jsonIn(bytes))) events.restoreSetter(name, setter);
    },
    dump: () => {
      const { setters } = events.saved();
      return setters.length === 0 ? [] : [() => bodyWith(setters)];
    },
  });
}

export function encodeEvents(effects: readonly Effect[], atSeconds: number): Uint8Array {
  return bodyWith({ atSeconds, effects: effects.map(writtenOf) });
}

function writtenOf({ movements, ...effect }: Effect): z.input<typeof EFFECT> {
  const named = movements.map(({ metric, ...movement }) => ({ ...movement, metric: metric.name }));
  return { ...effect, movements: named };
}

const SCALED = { metric: z.string(), labels: z.record(z.string(), z.string()), value: z.number() };
const SETTER = z.object({
  key: z.string(),
  atSeconds: z.number(),
  isUntimed: z.literal(true).optional(),
});
const EFFECT = SETTER.extend({
  movements: z.array(
    z.discriminatedUnion('does', [
      z.object({ does: z.enum(['add', 'observe', 'set']), ...SCALED }),
      z.object({ does: z.enum(['enter', 'leave']), metric: z.string(), key: z.string() }),
    ]),
  ),
});
const TAKEN = z.object({ atSeconds: z.number(), effects: z.array(EFFECT) });
const IDS = z.array(z.string());
const FLIGHTS = z.object({
  name: z.string(),
  flights: z.array(z.object({ key: z.string(), isOpen: z.boolean(), seenAt: z.number() })),
});
const SETTERS = z.array(z.tuple([z.string(), SETTER]));

const CATALOGUE = new Map(METRICS.map((metric) => [metric.name, metric]));

/** A metric that the catalogue had when the event came, and has no more, is moved no more. */
function effectOf({ movements, ...effect }: z.output<typeof EFFECT>): Effect {
  const known = movements.flatMap(({ metric: name, ...movement }): readonly Movement[] => {
    const metric = CATALOGUE.get(name);
    return metric === undefined ? [] : [{ ...movement, metric }];
  });
  return { ...effect, movements: known };
}
