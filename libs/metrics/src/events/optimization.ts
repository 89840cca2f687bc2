import { optimization } from '../catalogue/optimization.js';
import { ERROR_TYPES, OPTIMIZATION_LEVELS, OPTIMIZATION_TYPES } from '../platform.js';
import { counted, eventType, observed } from './event.js';
import { between, oneOf, optional, SECONDS } from './field.js';

const run = { type: oneOf(OPTIMIZATION_TYPES), level: oneOf(OPTIMIZATION_LEVELS) };
/** A file may grow; one that grows beyond a thousand times its size is a mistake of the sender. */
const REDUCTION_PERCENT = between(-100_000, 100);

export const OPTIMIZATION_EVENTS = {
  'ai.optimization.finished': eventType({
    help: 'A run of AI optimisation has succeeded.',
    fields: { ...run, seconds: SECONDS, sizeReductionPercent: optional(REDUCTION_PERCENT) },
    example: { type: 'video', level: 'standard', seconds: 6.5, sizeReductionPercent: 43 },
    moves: ({ type, level, seconds, sizeReductionPercent: percent }) => [
      counted(optimization.runs, { optimization_type: type, level }),
      observed(optimization.duration, { optimization_type: type, level }, seconds),
      ...(percent === undefined
        ? []
        : [observed(optimization.sizeReduction, { optimization_type: type }, percent)]),
    ],
  }),
  'ai.optimization.failed': eventType({
    help: 'A run of AI optimisation has failed.',
    fields: { ...run, errorType: oneOf(ERROR_TYPES) },
    example: { type: 'thumbnail', level: 'fast', errorType: 'TimeoutError' },
    moves: ({ type, level, errorType }) => [
      counted(optimization.runs, { optimization_type: type, level }),
      counted(optimization.failures, { optimization_type: type, error_type: errorType }),
    ],
  }),
} as const;
