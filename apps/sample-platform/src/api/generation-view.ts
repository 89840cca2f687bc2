import type { Generation } from '../database/generation.entity.js';
import { reductionPercent } from '../pipeline/stages.js';

/** A generation as the API shows it. */
export type GenerationView = ReturnType<typeof generationView>;

export function generationView(generation: Generation) {
  const { id, status, theme, level, durationSeconds, userId, prompt, masterBytes, videoBytes } =
    generation;
  const isOnDisk = status === 'completed' && generation.sweptAt === null;
  return {
    ...{ id, status, userId, prompt, theme, level, durationSeconds },
    stage: generation.stage,
    stages: generation.stageTimes,
    requestedAt: generation.requestedAt,
    startedAt: generation.startedAt,
    finishedAt: generation.finishedAt,
    quality: generation.quality,
    bytes: { master: masterBytes, video: videoBytes, thumbnail: generation.thumbnailBytes },
    sizeReductionPercent:
      masterBytes === null || videoBytes === null
        ? null
        : reductionPercent({ inputBytes: masterBytes, outputBytes: videoBytes }),
    checksum: generation.checksum,
    video: isOnDisk ? `/videos/${id}` : null,
    thumbnail: isOnDisk ? `/videos/${id}/thumbnail` : null,
    error:
      generation.errorType === null
        ? null
        : { type: generation.errorType, message: generation.errorMessage, stage: generation.stage },
  };
}
