import type { Window } from '@aura/metrics/promql';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export function windowSeconds(window: Window): number {
  const unit = window.slice(-1) as keyof typeof SECONDS; // a Window ends in one of these letters
  return Number(window.slice(0, -1)) * SECONDS[unit];
}
