import { counter, gauge, histogram, upTo } from '../metric.js';
import {
  DURATION_CATEGORIES,
  ERROR_TYPES,
  OPTIMIZATION_LEVELS,
  STAGES,
  THEMES,
} from '../platform.js';

export const video = {
  generations: counter({
    name: 'video_generation_total',
    unit: 'count',
    help: 'Video generations that reached an end, well or badly.',
    labels: {
      theme: THEMES,
      user_id: upTo(100, 'the most active users; everybody else folds into other'),
    },
  }),
  failures: counter({
    name: 'video_generation_failures_total',
    unit: 'count',
    help: 'Video generations that failed, by the stage they failed in.',
    labels: { error_type: ERROR_TYPES, stage: STAGES },
  }),
  duration: histogram({
    name: 'video_generation_duration_seconds',
    unit: 'seconds',
    help: 'Time from the start of a generation to its successful end.',
    labels: { theme: THEMES, duration_category: DURATION_CATEGORIES },
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800],
  }),
  stageDuration: histogram({
    name: 'video_generation_stage_duration_seconds',
    unit: 'seconds',
    help: 'Time a generation spent in one stage, whether the stage succeeded or not.',
    labels: { stage: STAGES },
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900],
  }),
  inFlight: gauge({
    name: 'video_generations_in_flight',
    unit: 'count',
    help: 'Video generations being worked on right now.',
    labels: {},
  }),
  quality: histogram({
    name: 'video_quality_score',
    unit: 'score',
    help: 'Structural similarity (SSIM) of the delivered video to the render it was made from, 0 to 1.',
    labels: { theme: THEMES, optimization_level: OPTIMIZATION_LEVELS },
    buckets: [0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 0.995],
  }),
};
