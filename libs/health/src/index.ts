export { SYSTEM_CLOCK } from './clock.js';
export type { Clock } from './clock.js';
export { DeadlineError, withDeadline } from './deadline.js';
export { reasonOf } from './reason.js';
export { singleFlight } from './single-flight.js';
export type { Attempt } from './single-flight.js';
