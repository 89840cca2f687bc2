import { z } from 'zod';
import { STAGES, type Stage } from '@aura/metrics';
import type { Random } from '../load/random.js';
import { InjectedError } from '../pipeline/errors.js';

const ratio = z.number().min(0).max(1);

/** What a drill may break. Everything left out stays as it is. */
export const drillSchema = z
  .strictObject({
    slowSeconds: z.number().min(0).max(30),
    httpErrorRatio: ratio,
    failStage: z.enum(STAGES).nullable(),
    failRatio: ratio,
    workers: z.enum(['running', 'stopped']),
  })
  .partial();

/** What is broken right now. */
export interface Drill {
  /** Delay of every `POST /generate`. */
  readonly slowSeconds: number;
  /** Share of `POST /generate` that is answered 500. */
  readonly httpErrorRatio: number;
  /** Share `failRatio` of generations fails in this stage. */
  readonly failStage: Stage | null;
  readonly failRatio: number;
  readonly workers: 'running' | 'stopped';
}

export const CALM: Drill = {
  slowSeconds: 0,
  httpErrorRatio: 0,
  failStage: null,
  failRatio: 1,
  workers: 'running',
};

/** The drill in force in this process. Without one nothing here changes anything. */
export class Chaos {
  readonly #random: Random;
  #drill = CALM;

  constructor(random: Random) {
    this.#random = random;
  }

  get drill(): Drill {
    return this.#drill;
  }

  change(wanted: z.infer<typeof drillSchema>): void {
    this.#drill = { ...this.#drill, ...definedOf(wanted) };
  }

  calm(): void {
    this.#drill = CALM;
  }

  failsRequest(): boolean {
    return this.#random() < this.#drill.httpErrorRatio;
  }

  /** @throws InjectedError when the drill strikes this stage */
  strike(stage: Stage): void {
    const { failStage, failRatio } = this.#drill;
    if (failStage !== stage || this.#random() >= failRatio) return;
    throw new InjectedError(`a drill made the stage ${stage} fail; DELETE /chaos ends it`);
  }
}

function definedOf(wanted: z.infer<typeof drillSchema>): Partial<Drill> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
