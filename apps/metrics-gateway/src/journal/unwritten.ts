import { problem } from '@aura/service';

const STATUS = { full: 507, failed: 503 } as const;
/** What its sender is told of a push that the disk did not take. */
export const UNWRITTEN = {
  full: 'the disk that the gateway writes to is full',
  failed: 'the disk that the gateway writes to failed',
} as const;

/** The answer to a change that could not be written down. What is held is still served. */
export function unwritten(reason: 'full' | 'failed'): ReturnType<typeof problem> {
  const advice =
    reason === 'full'
      ? 'Make room where DATA_DIR is; nothing of this was kept, and the gateway goes on by itself once there is room.'
      : 'The log of the gateway has the cause; nothing of this was kept, so send it again when the disk is well.';
  return problem({ status: STATUS[reason], error: `it was refused: ${UNWRITTEN[reason]}`, advice });
}
