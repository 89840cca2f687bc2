import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Adder } from '../adding/adder.js';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { EventIntake } from './intake.js';
import { Events } from './events.js';
import { registerEvents } from './records.js';
import { EventTaker } from './taker.js';

/** All that `POST /v1/events` needs. */
export function eventProviders(): Provider[] {
  return [
    {
      provide: EventIntake,
      inject: [Adder, Journal, LOG, Outcomes],
      useFactory: intakeOf,
    },
  ];
}

type Given = readonly [adder: Adder, journal: Journal, log: Log, outcomes: Outcomes];

function intakeOf(...[adder, journal, log, outcomes]: Given): EventIntake {
  const events = new Events(adder, LIMITS.events);
  registerEvents(journal, events, log);
  return new EventIntake(new EventTaker(events, journal), outcomes);
}
