import { spawn, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { codeOf, EncoderError, InterruptedError, StorageError, TimeoutError } from './errors.js';

export interface FfmpegRun {
  readonly path: string;
  readonly arguments: readonly string[];
  readonly deadlineMs: number;
  /** Aborts when the platform stops. */
  readonly signal: AbortSignal;
}

interface Ending {
  readonly code: number | null;
  readonly startFailure?: Error;
}

const LOG_TAIL_CHARACTERS = 16_384;

/**
 * Runs FFmpeg to its end and returns the last part of its log. The child is killed at the deadline or when
 * the signal aborts, and has ended when this returns or throws.
 *
 * @throws EncoderError, StorageError (disk full), TimeoutError, InterruptedError
 */
export async function runFfmpeg(run: FfmpegRun): Promise<string> {
  if (run.signal.aborted)
    throw new InterruptedError('FFmpeg was not started: the platform is stopping');
  const child = spawn(run.path, ['-hide_banner', '-nostdin', '-y', ...run.arguments], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  yieldToInteractiveWork(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log = (log + chunk).slice(-LOG_TAIL_CHARACTERS);
  });
  const deadline = AbortSignal.timeout(run.deadlineMs);
  const ending = await endOf(child, AbortSignal.any([deadline, run.signal]));
  if (ending.code === 0) return log;
  throw failureOf(run, { ending, log, isPastDeadline: deadline.aborted });
}

/** Renders are batch work: the API of the same machine answers first. */
function yieldToInteractiveWork(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    const hasEnded = codeOf(error) === 'ERR_SYSTEM_ERROR';
    if (!hasEnded) throw error;
  }
}

function endOf(child: ChildProcess, stop: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const kill = (): void => void child.kill('SIGKILL');
    stop.addEventListener('abort', kill, { once: true });
    const end = (ending: Ending): void => {
      stop.removeEventListener('abort', kill);
      resolve(ending);
    };
    child.once('error', (startFailure) => {
      end({ code: null, startFailure });
    });
    child.once('close', (code) => {
      end({ code });
    });
  });
}

interface Failure {
  readonly ending: Ending;
  readonly log: string;
  readonly isPastDeadline: boolean;
}

function failureOf(run: FfmpegRun, { ending, log, isPastDeadline }: Failure): Error {
  if (ending.startFailure !== undefined) {
    return new EncoderError(
      `FFmpeg could not be started from ${run.path}; set FFMPEG_PATH to a working one`,
      { cause: ending.startFailure },
    );
  }
  if (run.signal.aborted)
    return new InterruptedError('FFmpeg was stopped: the platform is stopping');
  if (isPastDeadline) {
    return new TimeoutError(`FFmpeg was killed after ${String(run.deadlineMs)} ms without an end`);
  }
  const lastLine = log.trim().split('\n').at(-1) ?? 'no output';
  if (log.includes('No space left on device')) return new StorageError(`FFmpeg: ${lastLine}`);
  return new EncoderError(`FFmpeg ended with code ${String(ending.code)}: ${lastLine}`);
}
