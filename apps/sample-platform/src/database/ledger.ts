import { IsNull, type DataSource, type Repository } from 'typeorm';
import { ERROR_TYPES, type ErrorType, type Stage } from '@aura/metrics';
import { SUBSCRIPTIONS, USERS } from './customer.entity.js';
import { GENERATIONS, type Generation, type StageTime } from './generation.entity.js';

export type Request = Pick<Generation, 'userId' | 'prompt' | 'theme' | 'level' | 'durationSeconds'>;
export type Outcome = Pick<
  Generation,
  'quality' | 'masterBytes' | 'videoBytes' | 'thumbnailBytes' | 'checksum'
>;

export interface End {
  readonly at: Date;
  readonly stageTimes: readonly StageTime[];
}

/** What the platform writes down about each generation. */
export class Ledger {
  readonly #dataSource: DataSource;
  readonly #generations: Repository<Generation>;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
    this.#generations = dataSource.getRepository(GENERATIONS);
  }

  /** Writes a new generation down; a user who was never seen before signs up on the free plan. */
  async accept(id: string, request: Request, requestedAt: Date): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      const user = { id: request.userId, currency: 'USD', createdAt: requestedAt } as const;
      const signUp = manager.createQueryBuilder().insert().into(USERS).values(user).orIgnore();
      const { raw } = (await signUp.returning('id').execute()) as { readonly raw: unknown }; // typed any
      if (Array.isArray(raw) && raw.length > 0) {
        await manager.insert(SUBSCRIPTIONS, {
          userId: user.id,
          plan: 'free',
          startedAt: requestedAt,
          endedAt: null,
        });
      }
      await manager.insert(GENERATIONS, {
        ...request,
        id,
        status: 'queued',
        stageTimes: [],
        requestedAt,
      });
    });
  }

  /** Takes back what could not be queued. */
  async forget(id: string): Promise<void> {
    await this.#generations.delete({ id, status: 'queued' });
  }

  find(id: string): Promise<Generation | null> {
    return this.#generations.findOneBy({ id });
  }

  latest(count: number): Promise<Generation[]> {
    return this.#generations.find({
      where: { status: 'completed', sweptAt: IsNull() },
      order: { finishedAt: 'DESC' },
      take: count,
    });
  }

  async start(id: string, startedAt: Date): Promise<void> {
    await this.#generations.update({ id }, { status: 'running', startedAt, stageTimes: [] });
  }

  async enter(id: string, stage: Stage, stageTimes: readonly StageTime[]): Promise<void> {
    await this.#generations.update({ id }, { stage, stageTimes: [...stageTimes] });
  }

  async requeue(id: string): Promise<void> {
    await this.#generations.update(
      { id, status: 'running' },
      { status: 'queued', startedAt: null, stage: null, stageTimes: [] },
    );
  }

  async complete(id: string, outcome: Outcome, end: End): Promise<void> {
    await this.#generations.update(
      { id },
      {
        ...outcome,
        status: 'completed',
        stage: null,
        finishedAt: end.at,
        stageTimes: [...end.stageTimes],
      },
    );
  }

  /** Writes the failure of a generation that is still open. */
  async fail(id: string, error: Error, at: Date): Promise<void> {
    await this.#generations
      .createQueryBuilder()
      .update()
      .set({
        status: 'failed',
        finishedAt: at,
        errorType: errorType(error),
        errorMessage: error.message,
      })
      .where("id = :id AND status IN ('queued', 'running')", { id })
      .execute();
  }

  /** Generations whose files are on disk, beyond the newest `keep`; the oldest first. */
  async expired(keep: number, limit: number): Promise<string[]> {
    const rows = await this.#generations.find({
      select: { id: true },
      where: { status: 'completed', sweptAt: IsNull() },
      order: { finishedAt: 'DESC' },
      skip: keep,
      take: limit,
    });
    return rows.map(({ id }) => id).reverse();
  }

  async markSwept(id: string, sweptAt: Date): Promise<void> {
    await this.#generations.update({ id }, { sweptAt });
  }

  /**
   * Deletes what was asked for before `before` and has no files any more. What it amounted to is kept, in the
   * same statement: totals that reporters read must not shrink.
   */
  async forgetBefore(before: Date): Promise<void> {
    await this.#dataSource.query(FORGET, [before]);
  }
}

const FORGET = `
  WITH gone AS (
    DELETE FROM generations WHERE requested_at < $1 AND swept_at < $1
    RETURNING status, duration_seconds, started_at, finished_at
  ), amount AS (
    SELECT coalesce(sum(duration_seconds::numeric) FILTER (WHERE status = 'completed'), 0) AS video_seconds,
           coalesce(sum(greatest(extract(epoch FROM finished_at - started_at), 0)), 0) AS render_seconds
    FROM gone
  )
  UPDATE forgotten
  SET video_seconds = forgotten.video_seconds + amount.video_seconds,
      render_seconds = forgotten.render_seconds + amount.render_seconds
  FROM amount`;

function errorType(error: Error): ErrorType {
  return ERROR_TYPES.find((type) => type === error.name) ?? 'other';
}
