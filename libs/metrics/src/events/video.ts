import { video } from '../catalogue/video.js';
import { durationCategory, ERROR_TYPES, OPTIMIZATION_LEVELS, STAGES, THEMES } from '../platform.js';
import { counted, entered, eventType, left, observed } from './event.js';
import { between, NAME, oneOf, SECONDS, TEXT } from './field.js';

const generation = { generation: NAME, theme: oneOf(THEMES), userId: TEXT };
const example = { generation: 'g-7f3a', theme: 'nature', userId: 'u-17' } as const;

export const VIDEO_EVENTS = {
  'video.generation.started': eventType({
    help: 'Work on a video has begun.',
    fields: { generation: NAME },
    example: { generation: 'g-7f3a' },
    moves: ({ generation }) => [entered(video.inFlight, generation)],
  }),
  'video.generation.finished': eventType({
    help: 'A video is made.',
    fields: { ...generation, videoSeconds: SECONDS, seconds: SECONDS },
    example: { ...example, videoSeconds: 8, seconds: 41.5 },
    moves: ({ generation, theme, userId, videoSeconds, seconds }) => [
      left(video.inFlight, generation),
      counted(video.generations, { theme, user_id: userId }),
      observed(
        video.duration,
        { theme, duration_category: durationCategory(videoSeconds) },
        seconds,
      ),
    ],
  }),
  'video.generation.failed': eventType({
    help: 'Work on a video has failed.',
    fields: { ...generation, stage: oneOf(STAGES), errorType: oneOf(ERROR_TYPES) },
    example: { ...example, stage: 'render', errorType: 'EncoderError' },
    moves: ({ generation, theme, userId, stage, errorType }) => [
      left(video.inFlight, generation),
      counted(video.generations, { theme, user_id: userId }),
      counted(video.failures, { error_type: errorType, stage }),
    ],
  }),
  'video.stage.completed': eventType({
    help: 'A generation has left one of its stages, whether the stage succeeded or not.',
    fields: { stage: oneOf(STAGES), seconds: SECONDS },
    example: { stage: 'render', seconds: 31.25 },
    moves: ({ stage, seconds }) => [observed(video.stageDuration, { stage }, seconds)],
  }),
  'video.quality.measured': eventType({
    help: 'A delivered video was compared with the render it was made from.',
    fields: { theme: oneOf(THEMES), level: oneOf(OPTIMIZATION_LEVELS), score: between(0, 1) },
    example: { theme: 'nature', level: 'standard', score: 0.96875 },
    moves: ({ theme, level, score }) => [
      observed(video.quality, { theme, optimization_level: level }, score),
    ],
  }),
} as const;
