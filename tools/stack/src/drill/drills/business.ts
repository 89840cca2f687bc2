import { business } from '@aura/metrics';
import { injected } from '../causes/injected.js';
import { counterOf, gaugeOf } from '../causes/samples.js';
import type { Drills, NoDrill } from '../drill.js';

const JOB = 'business-reporter';
const WEEKS: NoDrill = {
  why: 'it compares with past weeks, which cannot be made in minutes; its promtool story proves it',
};

/** Money is not refused for a drill: samples of a second reporter say so. */
export const BUSINESS_DRILLS: Drills = {
  PaymentsFailing: {
    cause: injected(
      'reports that most payments fail',
      JOB,
      counterOf(business.payments, { outcome: 'failed' }, 10),
      counterOf(business.payments, { outcome: 'succeeded' }, 1),
    ),
    turnsWithin: 60,
    clearsWithin: 30,
  },
  BusinessFiguresStale: {
    cause: injected('reports figures of an hour ago', JOB, gaugeOf(business.figuresAge, {}, 3_600)),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  RevenueDrop: WEEKS,
  SignupsFlat: WEEKS,
  RenderCostJump: WEEKS,
};
