import { sweep } from '../catalogue/sweep.js';
import { eventType, latest } from './event.js';
import { SECONDS, wholeBetween } from './field.js';

export const SWEEP_EVENTS = {
  'storage.sweep.finished': eventType({
    help: 'The storage sweep has ended well, at the time of the event.',
    fields: { seconds: SECONDS, freedBytes: wholeBetween(0, Number.MAX_SAFE_INTEGER) },
    example: { seconds: 12.5, freedBytes: 73_400_320 },
    moves: ({ seconds, freedBytes }, atSeconds) => [
      latest(sweep.lastSuccess, atSeconds),
      latest(sweep.duration, seconds),
      latest(sweep.freed, freedBytes),
    ],
  }),
} as const;
