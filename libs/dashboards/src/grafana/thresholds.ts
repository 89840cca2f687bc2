import {
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Threshold,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Limit } from '../panel.js';

const COLOR = { page: 'red', ticket: 'orange' } as const;

/**
 * Grafana colours what is at or above each step.
 *
 * @throws where one limit is broken by what is above it and another by what is below.
 */
function thresholdSteps(limits: readonly Limit[]): readonly Threshold[] {
  const [first] = limits;
  if (first === undefined) return [{ color: 'green', value: null }];
  if (limits.some(({ breach }) => breach !== first.breach)) {
    throw new Error('a panel has limits on both sides: draw what they are of in two panels');
  }
  return first.breach === 'above' ? upwards(limits) : downwards(limits);
}

export function thresholdsOf(limits: readonly Limit[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([...thresholdSteps(limits)]);
}

function upwards(limits: readonly Limit[]): readonly Threshold[] {
  const ascending = limits.toSorted((a, b) => a.value - b.value);
  return [
    { color: 'green', value: null },
    ...ascending.map(({ value, severity }) => ({ color: COLOR[severity], value })),
  ];
}

/** Below a limit is its colour, so each step has the colour of the next limit up. */
function downwards(limits: readonly Limit[]): readonly Threshold[] {
  const ascending = limits.toSorted((a, b) => a.value - b.value);
  return [undefined, ...ascending].map((below, i) => {
    const next = ascending[i];
    const color = next === undefined ? 'green' : COLOR[next.severity];
    return { color, value: below?.value ?? null };
  });
}
