import { problem } from '@aura/service';
import type { Appended } from './journal.js';

/** The journal could not take it. */
export interface Unwritten {
  readonly outcome: 'unwritten';
  readonly reason: Extract<Appended<unknown>, { ok: false }>['reason'];
}

/** What became of an entry: its own answer, where it was written down. */
export function outcomeOf<T>(appended: Appended<T>): T | Unwritten {
  return appended.ok ? appended.answer : { outcome: 'unwritten', reason: appended.reason };
}

const STATUS = { full: 507, failed: 503 } as const;
/** What its sender is told of a push that the disk did not take. */
export const UNWRITTEN = {
  full: 'the disk that the gateway writes to is full',
  failed: 'the disk that the gateway writes to failed',
} as const;

/** The answer to a change that could not be written down. What is held is still served. */
export function unwritten(reason: Unwritten['reason']): ReturnType<typeof problem> {
  const advice =
    reason === 'full'
      ? 'Make room where DATA_DIR is; nothing of this was kept, and the gateway goes on by itself once there is room.'
      : 'The log of the gateway has the cause; nothing of this was kept, so send it again when the disk is well.';
  return problem({ status: STATUS[reason], error: `it was refused: ${UNWRITTEN[reason]}`, advice });
}
