export { avgBy, countOf, largest, maxBy, minBy, smallest, sumBy } from './aggregate.js';
export {
  complement,
  flag,
  meanOf,
  ofHundred,
  orElse,
  orZero,
  perSecondOf,
  portion,
  ratio,
  scale,
  shareOfTime,
  sumOf,
} from './combine.js';
export {
  above,
  atLeast,
  atMost,
  below,
  both,
  either,
  equalTo,
  equalToAny,
  given,
  holding,
  orWhen,
  unless,
} from './condition.js';
export type { Condition, Limit } from './condition.js';
export { anyOf, matching, noneOf, not } from './matcher.js';
export type { Matcher, Where } from './matcher.js';
export { parsePromql } from './parse.js';
export type { Parsed, Selector } from './parse.js';
export { raw } from './raw.js';
export { before, changesOf, record } from './record.js';
export type { RecordName, Recording } from './record.js';
export {
  absent,
  absentEverywhere,
  buckets,
  changes,
  increase,
  increaseBefore,
  maxOverTime,
  minOverTime,
  mean,
  now,
  observations,
  predictLinear,
  quantile,
  rate,
  secondsSince,
  shareWithin,
} from './select.js';
export { perSecond } from './vector.js';
export type { Vector, VectorUnit, Window } from './vector.js';
