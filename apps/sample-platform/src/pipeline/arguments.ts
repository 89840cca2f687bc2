import type { OptimizationLevel } from '@aura/metrics';
import type { Scene } from './scene.js';

/** One thread for everything: a render must not take the machine from its neighbours. */
const ONE_THREAD = ['-threads', '1', '-filter_threads', '1'] as const;
const H264 = ['-an', '-c:v', 'libx264', '-threads', '1', '-pix_fmt', 'yuv420p'] as const;

interface Effort {
  readonly preset: string;
  /** Constant rate factor: higher is smaller and worse. */
  readonly crf: number;
  /** JPEG quality scale of the thumbnail, 2 (best) to 31. */
  readonly jpegScale: number;
}

const EFFORT: Readonly<Record<OptimizationLevel, Effort>> = {
  fast: { preset: 'superfast', crf: 25, jpegScale: 4 },
  standard: { preset: 'veryfast', crf: 27, jpegScale: 6 },
  maximum: { preset: 'medium', crf: 30, jpegScale: 9 },
};

/** Draws the scene, barely compressed, as the master that optimisation starts from. */
export function renderArguments(scene: Scene, seconds: number, output: string): string[] {
  return [
    ...['-v', 'error', ...ONE_THREAD, '-f', 'lavfi', '-i', scene.source, '-t', String(seconds)],
    ...['-vf', scene.filters, ...H264, '-preset', 'ultrafast', '-crf', '16', output],
  ];
}

/** Re-encodes the master for delivery; it starts playing before it is fully loaded. */
export function optimiseArguments(
  level: OptimizationLevel,
  master: string,
  output: string,
): string[] {
  const { preset, crf } = EFFORT[level];
  return [
    ...['-v', 'error', ...ONE_THREAD, '-i', master, ...H264],
    ...['-preset', preset, '-crf', String(crf), '-movflags', '+faststart', output],
  ];
}

/** Compares the delivered video with its master; the figure stands in the log (see `parseSsim`). */
export function ssimArguments(delivered: string, master: string): string[] {
  return [
    ...['-v', 'info', '-nostats', '-threads', '1', '-i', delivered, '-threads', '1', '-i', master],
    ...['-filter_complex', '[0:v][1:v]ssim', '-f', 'null', '-'],
  ];
}

/** Takes the frame at `atSeconds` without loss. */
export function frameArguments(video: string, atSeconds: number, output: string): string[] {
  const at = atSeconds.toFixed(2);
  return ['-v', 'error', ...ONE_THREAD, '-ss', at, '-i', video, '-frames:v', '1', output];
}

/** Shrinks a frame to the thumbnail that pages show. */
export function thumbnailArguments(
  level: OptimizationLevel,
  frame: string,
  output: string,
): string[] {
  const scale = String(EFFORT[level].jpegScale);
  return ['-v', 'error', ...ONE_THREAD, '-i', frame, '-vf', 'scale=320:-2', '-q:v', scale, output];
}
