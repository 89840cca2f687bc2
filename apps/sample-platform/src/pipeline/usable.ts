import type { Tools } from './stages.js';
import { runFfmpeg } from './ffmpeg.js';

const DEADLINE_MS = 5_000;
const TRUSTED_MS = 60_000;
/** A tenth of a second of nothing, encoded as every video is. */
const TRIAL = ['-v', 'error', '-f', 'lavfi', '-i', 'color=size=64x64:rate=25', '-t', '0.1'];
const AS_VIDEO = ['-c:v', 'libx264', '-threads', '1', '-f', 'null', '-'];

/** Checks that FFmpeg encodes; what it has just proved is believed for a minute. */
export function encoderCheck({ ffmpegPath: path, signal }: Tools): () => Promise<void> {
  let provedAt = -Infinity;
  return async () => {
    if (performance.now() - provedAt < TRUSTED_MS) return;
    await runFfmpeg({ path, arguments: [...TRIAL, ...AS_VIDEO], deadlineMs: DEADLINE_MS, signal });
    provedAt = performance.now();
  };
}
