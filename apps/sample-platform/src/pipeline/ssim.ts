import { EncoderError } from './errors.js';

const SUMMARY = /SSIM Y:\S+.* All:(?<all>\d+(?:\.\d+)?)/;

/**
 * The structural similarity over all planes, 0 to 1, from the summary line of FFmpeg's `ssim` filter:
 * `SSIM Y:0.97 (15.2) U:0.99 (20.1) V:0.98 (18.9) All:0.98 (16.9)`.
 *
 * @throws EncoderError when the log holds no such line
 */
export function parseSsim(log: string): number {
  const score = Number(SUMMARY.exec(log)?.groups?.['all']);
  if (Number.isFinite(score) && score >= 0 && score <= 1) return score;
  throw new EncoderError(
    "FFmpeg's log holds no SSIM summary; does this build have the ssim filter?",
  );
}
