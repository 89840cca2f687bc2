import { ERROR_TYPES, STAGES, type ErrorType, type Stage } from '@aura/metrics';

const OTHER: ErrorType = 'other';

/** The error's name where it is one of `ERROR_TYPES`, else `other`: an error's text never becomes a label. */
export function errorTypeOf(error: unknown): ErrorType {
  const name = property(error, 'name');
  return ERROR_TYPES.find((known) => known === name) ?? OTHER;
}

/** The stage that an error names in its `stage` property; undefined when it names none that we know. */
export function stageOf(error: unknown): Stage | undefined {
  const stage = property(error, 'stage');
  return STAGES.find((known) => known === stage);
}

/** The HTTP status that an error stands for: `status` or `statusCode`, as Nest, Fastify and Express set it. */
export function statusOf(error: unknown): number {
  const status = property(error, 'status') ?? property(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status <= 599 ? Math.trunc(status) : 500;
}

/** A property of anything that was thrown; an error of another realm is no `instanceof Error` here. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (Reflect.get(value, name) as unknown)
    : undefined;
}
