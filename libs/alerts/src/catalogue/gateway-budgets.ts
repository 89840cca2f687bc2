import { gateway } from '@aura/metrics';
import { above, increase, maxBy, now, sumBy } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries } from '../story.js';

const FIRST = { job: 'metrics-gateway', instance: 'a:8000' } as const;
const SECOND = { job: 'metrics-gateway', instance: 'b:8000' } as const;

/** What grows towards a limit of the gateway, before anything is refused for it. */
export function budgetAlerts(thresholds: Thresholds): readonly Alert[] {
  return [labelsFolded(), producersNearlySpent(thresholds)];
}

function labelsFolded(): Alert {
  const world = (family: string, perSecond: (value: number) => number) =>
    counterSeries(gateway.folded, { ...FIRST, family }, perSecond);
  return alert({
    name: 'LabelsFolded',
    severity: 'ticket',
    component: 'gateway',
    when: above(sumBy(increase(gateway.folded, '30m'), 'family'), { value: 0, unit: 'count' }),
    for: '5m',
    summary: ({ labels }) =>
      `${labels.family} is pushed with more values of a label than its definition allows.`,
    description: () =>
      'What comes with a value past the ceiling is added to the value other, where nobody can tell whose it is. ' +
      'No figure is lost in sums over that label.',
    story: {
      world: [
        world('video_generation_total', (value) => value / 1_800),
        world('ai_optimization_total', () => 0),
        counterSeries(gateway.folded, { ...SECOND, family: 'video_generation_total' }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { family: 'video_generation_total' },
      whenAbsent: 'silent',
      looksBack: '30m',
      endsAfter: '28m',
      step: '1m',
    },
  });
}

function producersNearlySpent({ gateway: limits }: Thresholds): Alert {
  const limit = limits.producers.value * limits.producersUsed.value;
  return alert({
    name: 'ProducersNearlySpent',
    severity: 'ticket',
    component: 'gateway',
    when: above(maxBy(now(gateway.producers)), { value: limit, unit: 'count' }),
    for: '5m',
    summary: ({ value, limit: most }) =>
      `The gateway remembers ${value} producers; it is warned about at ${most}.`,
    description: () =>
      'At its limit it refuses workers that it does not know yet. Look for a producer that gives itself a new name ' +
      'with every push.',
    story: {
      world: [
        gaugeSeries(gateway.producers, FIRST, (value) => value),
        gaugeSeries(gateway.producers, SECOND, () => 11),
      ],
      calm: limit,
      alarming: limit + 1,
      labels: {},
      whenAbsent: 'silent',
    },
  });
}
