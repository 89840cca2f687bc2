import { durationSeconds } from '@aura/alerts';

/** Windows of the catalogue are durations by their type; the parser takes any text. */
export function secondsOf(window: string): number {
  const seconds = durationSeconds(window);
  if (seconds === undefined) throw new Error(`${window} is no duration`);
  return seconds;
}
