import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProbeTiming } from './http-probe.js';
import type { Answer, Probe } from './probe.js';
import { reasonOf } from './reason.js';

export interface FfmpegProbeOptions<C extends string> extends ProbeTiming<C> {
  /** The program: a path, or a name on PATH. */
  readonly path: string;
  /** Whether this machine is meant to encode on an NVIDIA GPU; then its absence is a lost capability. */
  readonly expectsNvenc: boolean;
}

const SOFTWARE_ENCODER = 'libx264';
const GPU_ENCODER = 'h264_nvenc';
/** Larger than NVENC's smallest frame, and still done in a few milliseconds. */
const PICTURE = 'testsrc=size=320x240:rate=5:duration=1';
const OUTPUT_LIMIT_BYTES = 1_048_576;

/** Really encodes a few frames to nowhere. That FFmpeg lists an encoder does not mean that it can run it. */
export function ffmpegProbe<C extends string>(options: FfmpegProbeOptions<C>): Probe<C> {
  const { path, expectsNvenc, ...timing } = options;
  return {
    ...timing,
    check: async (signal) => {
      const ffmpeg = runner(path, signal);
      const encoders = parseEncoders(await ffmpeg(['-hide_banner', '-encoders']));
      if (!encoders.includes(SOFTWARE_ENCODER)) return withoutSoftwareEncoder(path, encoders);
      await ffmpeg(encodeWith(SOFTWARE_ENCODER));
      return expectsNvenc ? await nvencAnswer(ffmpeg, encoders) : { state: 'healthy' };
    },
  };
}

/** The names of the video encoders in the output of `ffmpeg -encoders`. */
export function parseEncoders(listing: string): string[] {
  const [, list = ''] = listing.split(/^\s*-{3,}\s*$/m);
  return list.split('\n').flatMap((line) => /^\s*V\S{5}\s+(\S+)/.exec(line)?.[1] ?? []);
}

type Ffmpeg = (args: readonly string[]) => Promise<string>;

function runner(path: string, signal: AbortSignal): Ffmpeg {
  return async (args) => {
    const settings = { signal, maxBuffer: OUTPUT_LIMIT_BYTES, killSignal: 'SIGKILL' } as const;
    try {
      return (await promisify(execFile)(path, [...args], settings)).stdout;
    } catch (error) {
      throw new Error(`${path} ${failure(error)}`);
    }
  };
}

function encodeWith(encoder: string): string[] {
  const input = ['-f', 'lavfi', '-i', PICTURE];
  return ['-hide_banner', '-nostdin', '-v', 'error', ...input, '-c:v', encoder, '-f', 'null', '-'];
}

async function nvencAnswer(ffmpeg: Ffmpeg, encoders: readonly string[]): Promise<Answer> {
  if (!encoders.includes(GPU_ENCODER)) {
    return { state: 'degraded', lost: 'no NVENC: CPU encode (this FFmpeg is built without it)' };
  }
  return ffmpeg(encodeWith(GPU_ENCODER)).then(
    () => ({ state: 'healthy' }),
    (error: unknown) => ({ state: 'degraded', lost: `no NVENC: CPU encode (${reasonOf(error)})` }),
  );
}

function withoutSoftwareEncoder(path: string, encoders: readonly string[]): Answer {
  const h264 = encoders.filter((name) => name.includes('264')).join(', ');
  return {
    state: 'unhealthy',
    reason: `${path} has no ${SOFTWARE_ENCODER}; its H.264 encoders are: ${h264 === '' ? 'none' : h264}`,
  };
}

/** The last line that FFmpeg wrote, which holds the matter; else what the system says. */
function failure(error: unknown): string {
  if (!isRecord(error)) return String(error);
  if (error['code'] === 'ENOENT') return 'cannot be started: there is no such program';
  const written = typeof error['stderr'] === 'string' ? error['stderr'].trim() : '';
  const lastLine = written.split('\n').at(-1) ?? '';
  return `failed: ${lastLine === '' ? reasonOf(error) : lastLine}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
