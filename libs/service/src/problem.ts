import { HttpException } from '@nestjs/common';

/** What every error answer of our services holds: what is wrong, and what to do about it. */
export interface Problem {
  readonly status: number;
  readonly error: string;
  readonly advice: string;
}

/** An answer that is not a success. `details` are further fields of the JSON body. */
export function problem(
  { status, error, advice }: Problem,
  details: Readonly<Record<string, unknown>> = {},
): HttpException {
  const exception = new HttpException({ ...details, status, error, advice }, status);
  exception.message = error; // Nest's own would be "Http Exception", also where a readiness check throws it
  return exception;
}

const ADVICE: Readonly<Record<number, string>> = {
  404: 'Check the method and the path.',
  413: 'Send a smaller body, in several requests if need be.',
  415: 'Send a content type that this path takes.',
  503: 'Try again in a few seconds.',
};
const ADVICE_ON_THEIRS = 'Correct the request; sent again unchanged it fails again.';
const ADVICE_ON_OURS = 'The fault is on this side: its log has the cause under the request id.';

/** The answer to whatever a handler or the server threw. A fault of ours tells the client nothing but its id. */
export function problemFrom(thrown: unknown): Problem {
  const status = statusOf(thrown);
  const response: unknown = thrown instanceof HttpException ? thrown.getResponse() : undefined;
  if (isProblem(response)) return response;
  const advice = ADVICE[status] ?? (status < 500 ? ADVICE_ON_THEIRS : ADVICE_ON_OURS);
  const isTellable = status < 500 || thrown instanceof HttpException;
  const error = isTellable && thrown instanceof Error ? thrown.message : 'internal error';
  return { status, error, advice };
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const claimed =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown
      ? thrown.statusCode
      : 500;
  return typeof claimed === 'number' && claimed >= 400 && claimed < 600 ? claimed : 500;
}

/** Whether it was thrown on purpose, by `problem`, rather than by a mistake. */
export function isExpected(thrown: unknown): thrown is HttpException {
  return thrown instanceof HttpException && isProblem(thrown.getResponse());
}

function isProblem(response: unknown): response is Problem {
  return (
    typeof response === 'object' &&
    response !== null &&
    'status' in response &&
    'error' in response &&
    'advice' in response
  );
}
