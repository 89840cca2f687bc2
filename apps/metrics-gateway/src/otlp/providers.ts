import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Adder } from '../adding/adder.js';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { OtlpIntake } from './intake.js';
import { Otlp } from './otlp.js';
import { registerExported } from './records.js';
import { Streams } from './streams.js';

/** All that `POST /v1/metrics` needs beside the totals. */
export function otlpProviders(): Provider[] {
  return [
    {
      provide: OtlpIntake,
      inject: [Adder, Journal, LOG, Outcomes],
      useFactory: intakeOf,
    },
  ];
}

type Given = readonly [adder: Adder, journal: Journal, log: Log, outcomes: Outcomes];

function intakeOf(...[adder, journal, log, outcomes]: Given): OtlpIntake {
  const streams = new Streams(LIMITS.otlp);
  const otlp = new Otlp({ adder, streams });
  registerExported(journal, { otlp, streams, log });
  return new OtlpIntake({ otlp, journal, outcomes });
}
