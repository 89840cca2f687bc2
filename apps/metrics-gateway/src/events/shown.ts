import { beginningOf } from '../cut.js';

/** What was sent, cut short: it goes into an answer and a log. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'an array' : 'an object';
  }
  return JSON.stringify(typeof value === 'string' ? beginningOf(value) : value);
}
