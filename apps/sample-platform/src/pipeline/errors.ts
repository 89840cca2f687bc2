import type { ErrorType } from '@aura/metrics';

/**
 * Why a generation failed. The name is the `error_type` label, so every name below is one of ERROR_TYPES.
 */
abstract class PipelineError extends Error {
  abstract override readonly name: Exclude<ErrorType, 'other'>;
}

/** An FFmpeg run or a stage outlived its deadline and was killed. */
export class TimeoutError extends PipelineError {
  override readonly name = 'TimeoutError';
}

/** FFmpeg could not be started, or ended with an error. */
export class EncoderError extends PipelineError {
  override readonly name = 'EncoderError';
}

/** The media folder could not be read or written, or is full. */
export class StorageError extends PipelineError {
  override readonly name = 'StorageError';
}

/** The request asks for something that cannot be rendered. */
export class InputError extends PipelineError {
  override readonly name = 'InputError';
}

/** A drill made this stage fail. */
export class InjectedError extends PipelineError {
  override readonly name = 'InjectedError';
}

/** The platform is stopping; the work was given up and goes back to its queue. Not a failure. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** The code that Node or PostgreSQL gave an error, such as ENOENT or 57P01. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}
