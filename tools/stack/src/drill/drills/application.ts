import { BURNS as BURN_RATES, OBJECTIVES } from '@aura/alerts';
import { optimization, video } from '@aura/metrics';
import { together } from '../cause.js';
import { injected } from '../causes/injected.js';
import { stopped } from '../causes/parts.js';
import { chaos, load } from '../causes/platform.js';
import { counterOf, observations } from '../causes/samples.js';
import type { Drills, NoDrill } from '../drill.js';

const BURN: NoDrill = {
  why:
    'a budget burns over hours, and the alert that tells of the same events sooner silences it; ' +
    'its promtool story proves it',
};
const BURNS: Drills = Object.fromEntries(
  OBJECTIVES.flatMap((objective) =>
    BURN_RATES.map(({ long }) => [`${objective}Burn${long}`, BURN] as const),
  ),
);

const runs = { optimization_type: 'thumbnail', level: 'fast' } as const;
const failures = { optimization_type: 'thumbnail', error_type: 'EncoderError' } as const;

/** What users feel. Ratios over five minutes turn fast and take those five minutes to clear. */
export const APPLICATION_DRILLS: Drills = {
  ApplicationDown: {
    cause: stopped('sample-platform', 'SIGKILL'),
    turnsWithin: 15,
    clearsWithin: 30,
  },
  HighErrorRate: {
    cause: together(
      'fails every POST /generate, at 60 requests a minute',
      chaos('fails requests', { httpErrorRatio: 1 }),
      load(60),
    ),
    turnsWithin: 90,
    clearsWithin: 330,
  },
  HighRequestLatency: {
    cause: together(
      'holds every POST /generate for 4 s, at 40 requests a minute',
      chaos('slows requests', { slowSeconds: 4 }),
      load(40),
    ),
    turnsWithin: 90,
    clearsWithin: 330,
  },
  VideoGenerationFailures: {
    cause: together(
      'fails every generation in its first stage, at 60 requests a minute',
      chaos('fails generations', { failStage: 'prepare', failRatio: 1 }),
      load(60),
    ),
    turnsWithin: 120,
    clearsWithin: 330,
  },
  AiOptimizationFailures: {
    // Failing the stage for real also fails generations, and takes a quarter of an hour to clear.
    cause: injected(
      'reports failing optimisations of thumbnails',
      'application',
      counterOf(optimization.runs, runs, 10),
      counterOf(optimization.failures, failures, 9),
    ),
    turnsWithin: 60,
    clearsWithin: 30,
  },
  VideoQualityDrop: {
    cause: injected(
      'reports many videos of poor quality',
      'application',
      observations(
        video.quality,
        { theme: 'custom', optimization_level: 'fast' },
        { value: 0.5, perSecond: 100 },
      ),
    ),
    turnsWithin: 60,
    clearsWithin: 30,
  },
  ...BURNS,
};
