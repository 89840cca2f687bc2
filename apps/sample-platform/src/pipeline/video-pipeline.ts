import {
  optimizationInstruments,
  timeStage,
  TrackAiOptimization,
  TrackVideoGeneration,
  videoInstruments,
  type AnyRegistry,
  type OptimizationInstruments,
  type VideoInstruments,
} from '@aura/instrumentation';
import type { OptimizationType, Stage } from '@aura/metrics';
import type { Outcome } from '../database/ledger.js';
import type { StageTime } from '../database/generation.entity.js';
import {
  compare,
  prepare,
  reductionPercent,
  render,
  shrinkThumbnail,
  shrinkVideo,
  type Order,
  type Plan,
  type Shrunk,
  type Tools,
} from './stages.js';
import { closeWorkFolder, deliver, deliveredFiles } from './storage.js';

export interface PipelineOptions {
  readonly registry: AnyRegistry;
  readonly tools: Tools;
  /** Throws when a drill wants the stage to fail. */
  readonly strike: (stage: Stage) => void;
}

/** Told when a generation enters a stage, with the stages behind it. */
export type OnStage = (stage: Stage, behind: readonly StageTime[]) => Promise<void>;

export interface Made {
  readonly outcome: Outcome;
  readonly stageTimes: readonly StageTime[];
}

type Step = <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;

/** Makes a video of an order: prepare, render, optimise, upload. */
export class VideoPipeline {
  readonly registry: AnyRegistry;
  readonly #tools: Tools;
  readonly #strike: (stage: Stage) => void;
  readonly #videos: VideoInstruments;
  readonly #optimizations: OptimizationInstruments;

  constructor({ registry, tools, strike }: PipelineOptions) {
    this.registry = registry;
    this.#tools = tools;
    this.#strike = strike;
    this.#videos = videoInstruments(registry);
    this.#optimizations = optimizationInstruments(registry);
  }

  /**
   * @throws PipelineError when a stage fails, InterruptedError when the platform stops; neither leaves files
   */
  @TrackVideoGeneration<[Order], VideoPipeline>({
    theme: (order) => order.theme,
    userId: (order) => order.userId,
    videoSeconds: (order) => order.durationSeconds,
    registry: (self) => self.registry,
  })
  async generate(order: Order, onStage: OnStage): Promise<Made> {
    const stageTimes: StageTime[] = [];
    try {
      return { outcome: await this.#pass(order, this.#stepper(onStage, stageTimes)), stageTimes };
    } catch (error) {
      // Whether or not the folder could go, the work's own failure is told; the next attempt or start removes it.
      await Promise.allSettled([closeWorkFolder(this.#tools.mediaDir, order.id)]);
      throw error;
    }
  }

  @TrackAiOptimization<[Order], VideoPipeline>({
    type: 'video',
    level: (order) => order.level,
    registry: (self) => self.registry,
  })
  async optimiseVideo(order: Order, plan: Plan): Promise<number> {
    this.#strike('optimise');
    this.#observeReduction('video', await shrinkVideo(order, plan, this.#tools));
    const quality = await compare(plan, this.#tools);
    this.#videos.quality.observe({ theme: order.theme, optimization_level: order.level }, quality);
    return quality;
  }

  @TrackAiOptimization<[Order], VideoPipeline>({
    type: 'thumbnail',
    level: (order) => order.level,
    registry: (self) => self.registry,
  })
  async optimiseThumbnail(order: Order, plan: Plan): Promise<void> {
    this.#observeReduction('thumbnail', await shrinkThumbnail(order, plan, this.#tools));
  }

  async #pass(order: Order, step: Step): Promise<Outcome> {
    const plan = await step('prepare', () => {
      this.#strike('prepare');
      return prepare(order, this.#tools);
    });
    const masterBytes = await step('render', () => {
      this.#strike('render');
      return render(order, plan, this.#tools);
    });
    const quality = await step('optimise', async () => {
      const score = await this.optimiseVideo(order, plan);
      await this.optimiseThumbnail(order, plan);
      return score;
    });
    const delivery = await step('upload', async () => {
      this.#strike('upload');
      const { mediaDir } = this.#tools;
      const finished = { video: plan.optimised, thumbnail: plan.thumbnail };
      const delivered = await deliver(finished, deliveredFiles(mediaDir, order.id));
      await closeWorkFolder(mediaDir, order.id);
      return delivered;
    });
    return { ...delivery, masterBytes, quality };
  }

  /** Telling of a stage belongs to it: what fails then fails in that stage, and not in none. */
  #stepper(onStage: OnStage, behind: StageTime[]): Step {
    return async (stage, work) => {
      const startedAt = performance.now();
      const result = await timeStage(this.#videos, stage, async () => {
        await onStage(stage, behind);
        return work();
      });
      behind.push({ stage, seconds: (performance.now() - startedAt) / 1000 });
      return result;
    };
  }

  #observeReduction(type: OptimizationType, shrunk: Shrunk): void {
    this.#optimizations.sizeReduction.observe(
      { optimization_type: type },
      reductionPercent(shrunk),
    );
  }
}
