import type { Window } from '@aura/metrics/promql';
import type { Severity } from '../alert.js';

/**
 * How fast an error budget burns, in four steps, after the Google SRE Workbook, chapter 5, "Multiwindow,
 * Multi-Burn-Rate Alerts".
 *
 * An objective of 99 % over 30 days leaves a budget of 1 % of all events. Spending it evenly takes the 30 days: a
 * burn rate of 1. A burn rate of `factor` spends `factor * long / 30d` of the budget within the long window:
 * 14.4 * 1 h / 720 h = 2 % within an hour, 6 * 6 h / 720 h = 5 % within six, 3 * 24 h / 720 h = 10 % within a day,
 * 1 * 72 h / 720 h = 10 % within three. So the alert holds while the share of bad events is above
 * `factor * (1 - objective)`, in the long window, so that it matters, and in the short one, a twelfth of it, so that
 * it ends soon after the trouble does.
 */
export interface Burn {
  readonly long: Window;
  readonly short: Window;
  readonly factor: number;
  readonly severity: Severity;
  /** How long the condition must hold: the windows have smoothed the value already. */
  readonly for: Window;
  /** Time between the samples of its stories: fine enough for the short window. */
  readonly step: Window;
}

export const BURNS = [
  { long: '1h', short: '5m', factor: 14.4, severity: 'page', for: '2m', step: '15s' },
  { long: '6h', short: '30m', factor: 6, severity: 'page', for: '5m', step: '1m' },
  { long: '1d', short: '2h', factor: 3, severity: 'ticket', for: '30m', step: '5m' },
  { long: '3d', short: '6h', factor: 1, severity: 'ticket', for: '1h', step: '15m' },
] as const satisfies readonly Burn[];

export type BurnWindow = (typeof BURNS)[number]['long' | 'short'];
/** Each window once: six hours are the long one of one alert and the short one of another. */
export const BURN_WINDOWS: readonly BurnWindow[] = [
  ...new Set(BURNS.flatMap(({ long, short }): readonly BurnWindow[] => [short, long])),
];
