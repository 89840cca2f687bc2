import { EntitySchema } from 'typeorm';
import type { ErrorType, OptimizationLevel, Stage, Theme } from '@aura/metrics';

export const STATUSES = ['queued', 'running', 'completed', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

/** How long a finished stage of the generation took. */
export interface StageTime {
  readonly stage: Stage;
  readonly seconds: number;
}

/** One request for a video, from the moment it was accepted. */
export interface Generation {
  readonly id: string;
  readonly userId: string;
  readonly prompt: string;
  readonly theme: Theme;
  readonly level: OptimizationLevel;
  readonly durationSeconds: number;
  readonly status: Status;
  /** The stage it is in, or failed in. */
  readonly stage: Stage | null;
  readonly stageTimes: readonly StageTime[];
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly errorType: ErrorType | null;
  readonly errorMessage: string | null;
  /** SSIM of the delivered video to its master, 0 to 1. */
  readonly quality: number | null;
  readonly masterBytes: number | null;
  readonly videoBytes: number | null;
  readonly thumbnailBytes: number | null;
  /** SHA-256 of the delivered video. */
  readonly checksum: string | null;
  /** When the sweep deleted its files. */
  readonly sweptAt: Date | null;
}

export const GENERATIONS = new EntitySchema<Generation>({
  name: 'Generation',
  tableName: 'generations',
  columns: {
    id: { type: 'uuid', primary: true },
    userId: { name: 'user_id', type: 'text' },
    prompt: { type: 'text' },
    theme: { type: 'text' },
    level: { type: 'text' },
    durationSeconds: { name: 'duration_seconds', type: 'double precision' },
    status: { type: 'text' },
    stage: { type: 'text', nullable: true },
    stageTimes: { name: 'stage_times', type: 'jsonb' },
    requestedAt: { name: 'requested_at', type: 'timestamptz' },
    startedAt: { name: 'started_at', type: 'timestamptz', nullable: true },
    finishedAt: { name: 'finished_at', type: 'timestamptz', nullable: true },
    errorType: { name: 'error_type', type: 'text', nullable: true },
    errorMessage: { name: 'error_message', type: 'text', nullable: true },
    quality: { type: 'double precision', nullable: true },
    masterBytes: { name: 'master_bytes', type: 'integer', nullable: true },
    videoBytes: { name: 'video_bytes', type: 'integer', nullable: true },
    thumbnailBytes: { name: 'thumbnail_bytes', type: 'integer', nullable: true },
    checksum: { type: 'text', nullable: true },
    sweptAt: { name: 'swept_at', type: 'timestamptz', nullable: true },
  },
});
