import { WaitingError, type Job } from 'bullmq';
import type { Log } from '@aura/service';
import type { Ledger } from '../database/ledger.js';
import type { Generation } from '../database/generation.entity.js';
import { InterruptedError } from '../pipeline/errors.js';
import type { VideoPipeline } from '../pipeline/video-pipeline.js';
import type { JobPayload, JobProcessor } from './queues.js';

export interface RenderJobParts {
  readonly ledger: Ledger;
  readonly pipeline: VideoPipeline;
  readonly log: Log;
}

/** Renders the generation that a job names and writes down how it ended. A finished one is left alone. */
export function renderProcessor(parts: RenderJobParts): JobProcessor {
  return async (job, token) => {
    const generation = await parts.ledger.find(job.data.generationId ?? '');
    if (generation?.finishedAt !== null) return;
    try {
      await renderOne(generation, parts);
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw await failed(generation, error, parts);
      await giveBack(generation, parts);
      await job.moveToWait(token);
      throw new WaitingError();
    }
  };
}

/** BullMQ gave a job up without asking us, for its workers died under it: the ledger must not wait for ever. */
export async function closeAbandoned(
  job: Job<JobPayload> | undefined,
  error: Error,
  { ledger, log }: Pick<RenderJobParts, 'ledger' | 'log'>,
): Promise<void> {
  const generationId = job?.data.generationId;
  if (generationId === undefined) return;
  try {
    await ledger.fail(generationId, error, new Date());
  } catch (cause) {
    log.error({ err: cause, generationId }, 'a failed generation could not be written down');
  }
}

async function renderOne(
  generation: Generation,
  { ledger, pipeline, log }: RenderJobParts,
): Promise<void> {
  const { id, theme, durationSeconds } = generation;
  await ledger.start(id, new Date());
  const { outcome, stageTimes } = await pipeline.generate(generation, (stage, behind) =>
    ledger.enter(id, stage, behind),
  );
  await ledger.complete(id, outcome, { at: new Date(), stageTimes });
  log.info(
    { generationId: id, theme, durationSeconds, quality: outcome.quality },
    'video delivered',
  );
}

async function failed(
  generation: Generation,
  error: unknown,
  parts: RenderJobParts,
): Promise<Error> {
  const cause = error instanceof Error ? error : new Error(String(error));
  parts.log.warn(
    { err: cause, generationId: generation.id, theme: generation.theme },
    'generation failed',
  );
  await parts.ledger.fail(generation.id, cause, new Date());
  return cause;
}

async function giveBack(generation: Generation, { ledger, log }: RenderJobParts): Promise<void> {
  await ledger.requeue(generation.id);
  log.info({ generationId: generation.id }, 'generation given back to its queue');
}
