import path from 'node:path';
import type { Generation } from '../database/generation.entity.js';
import {
  frameArguments,
  optimiseArguments,
  renderArguments,
  ssimArguments,
  thumbnailArguments,
} from './arguments.js';
import { InputError } from './errors.js';
import { runFfmpeg } from './ffmpeg.js';
import { sceneOf, type Scene } from './scene.js';
import { parseSsim } from './ssim.js';
import { bytesOf, openWorkFolder } from './storage.js';

/** What the pipeline is asked to make. */
export type Order = Pick<
  Generation,
  'id' | 'userId' | 'prompt' | 'theme' | 'level' | 'durationSeconds'
>;

export interface Tools {
  readonly ffmpegPath: string;
  readonly mediaDir: string;
  /** Aborts when the platform stops. */
  readonly signal: AbortSignal;
}

export interface Plan {
  readonly scene: Scene;
  readonly master: string;
  readonly optimised: string;
  readonly frame: string;
  readonly thumbnail: string;
}

export interface Shrunk {
  readonly inputBytes: number;
  readonly outputBytes: number;
}

export const LONGEST_VIDEO_SECONDS = 15;
const DEADLINE_MS = { render: 60_000, optimise: 60_000, compare: 30_000, image: 10_000 } as const;

/** Stage `prepare`: checks the order, makes room on the disk and decides what will be drawn. */
export async function prepare(order: Order, { mediaDir }: Tools): Promise<Plan> {
  const { durationSeconds } = order;
  if (!(durationSeconds > 0 && durationSeconds <= LONGEST_VIDEO_SECONDS)) {
    throw new InputError(`a video of ${String(durationSeconds)} s cannot be rendered`);
  }
  const folder = await openWorkFolder(mediaDir, order.id);
  return {
    scene: sceneOf(order.theme, order.prompt),
    master: path.join(folder, 'master.mp4'),
    optimised: path.join(folder, 'optimised.mp4'),
    frame: path.join(folder, 'frame.png'),
    thumbnail: path.join(folder, 'thumbnail.jpg'),
  };
}

/** Stage `render`: draws the master and returns its size. */
export async function render(order: Order, plan: Plan, tools: Tools): Promise<number> {
  const argumentsOfRun = renderArguments(plan.scene, order.durationSeconds, plan.master);
  await ffmpeg(tools, argumentsOfRun, DEADLINE_MS.render);
  return bytesOf(plan.master);
}

/** Half of stage `optimise`: re-encodes the master for delivery. */
export async function shrinkVideo(order: Order, plan: Plan, tools: Tools): Promise<Shrunk> {
  const argumentsOfRun = optimiseArguments(order.level, plan.master, plan.optimised);
  await ffmpeg(tools, argumentsOfRun, DEADLINE_MS.optimise);
  return shrunk(plan.master, plan.optimised);
}

/** The similarity of the delivered video to its master, 0 to 1. */
export async function compare(plan: Plan, tools: Tools): Promise<number> {
  const log = await ffmpeg(tools, ssimArguments(plan.optimised, plan.master), DEADLINE_MS.compare);
  return parseSsim(log);
}

/** The other half of stage `optimise`: a frame from the middle, shrunk to a thumbnail. */
export async function shrinkThumbnail(order: Order, plan: Plan, tools: Tools): Promise<Shrunk> {
  const middle = order.durationSeconds / 2;
  await ffmpeg(tools, frameArguments(plan.optimised, middle, plan.frame), DEADLINE_MS.image);
  const argumentsOfRun = thumbnailArguments(order.level, plan.frame, plan.thumbnail);
  await ffmpeg(tools, argumentsOfRun, DEADLINE_MS.image);
  return shrunk(plan.frame, plan.thumbnail);
}

function ffmpeg(
  { ffmpegPath, signal }: Tools,
  argumentsOfRun: readonly string[],
  deadlineMs: number,
): Promise<string> {
  return runFfmpeg({ path: ffmpegPath, arguments: argumentsOfRun, deadlineMs, signal });
}

async function shrunk(input: string, output: string): Promise<Shrunk> {
  const [inputBytes, outputBytes] = await Promise.all([bytesOf(input), bytesOf(output)]);
  return { inputBytes, outputBytes };
}

/** How much smaller the output is, in percent of the input; negative when it grew. */
export function reductionPercent({ inputBytes, outputBytes }: Shrunk): number {
  return 100 * (1 - outputBytes / inputBytes);
}
