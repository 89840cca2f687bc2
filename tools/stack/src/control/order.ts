import { constants } from 'node:os';

export const ORDERS = ['start', 'stop', 'restart', 'reload', 'down'] as const;

/** What one command asks of the running launcher; `reload` and `down` name no part. */
export interface Order {
  readonly verb: (typeof ORDERS)[number];
  readonly part: string;
  readonly signal?: NodeJS.Signals;
}

/** KILL and SIGKILL are the same wish. */
export function parseSignal(text: string): NodeJS.Signals | undefined {
  const wanted = `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  const names = Object.keys(constants.signals) as NodeJS.Signals[]; // the table is keyed by the signals' names
  return names.find((name) => name === wanted);
}
