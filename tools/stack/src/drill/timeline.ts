import type { Drill } from './drill.js';

/** What is waited for, in the order it comes. */
export const MOMENTS = [
  'begun',
  'pending',
  'firing',
  'received',
  'told',
  'ended',
  'cleared',
  'told of the end',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** What each moment means, for the lines that a drill prints. */
export const MEANING: Readonly<Record<Moment, string>> = {
  begun: 'the cause is there',
  pending: 'pending in Prometheus',
  firing: 'firing in Prometheus',
  received: 'in the Alertmanager',
  told: 'told to people',
  ended: 'the cause is undone',
  cleared: 'over in Prometheus',
  'told of the end': 'people are told that it is over',
};

/** One drill as it went: seconds since the cause was begun, of each moment that came. */
export interface Timeline {
  readonly alert: string;
  readonly how: Drill['cause']['how'];
  readonly what: string;
  /** How long the condition has to hold before the alert fires. */
  readonly holdSeconds: number;
  readonly seconds: Readonly<Partial<Record<Moment, number>>>;
  /** What did not go as it should. */
  readonly trouble?: string;
}
