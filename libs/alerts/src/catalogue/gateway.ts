import { EXTERNAL, gateway } from '@aura/metrics';
import { above, maxBy, now, secondsSince } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, momentSeries } from '../story.js';

const { pushed } = EXTERNAL;
const SWEEP = { job: 'storage-sweep' } as const;

export function gatewayAlerts(thresholds: Thresholds): readonly Alert[] {
  return [seriesBudgetNearlySpent(thresholds), pusherSilent(thresholds)];
}

function seriesBudgetNearlySpent({ gateway: limits }: Thresholds): Alert {
  const limit = limits.series.value * limits.seriesBudgetUsed.value;
  return alert({
    name: 'SeriesBudgetNearlySpent',
    severity: 'ticket',
    component: 'gateway',
    when: above(maxBy(now(gateway.series)), { value: limit, unit: 'count' }),
    for: '5m',
    summary: ({ value, limit }) =>
      `The gateway holds ${value} pushed series; it is warned about at ${limit}.`,
    description: () =>
      'At its limit the gateway refuses new series. Look for a label that grows with users, jobs or time.',
    story: {
      world: [
        gaugeSeries(
          gateway.series,
          { job: 'metrics-gateway', instance: 'a:8000' },
          (value) => value,
        ),
        gaugeSeries(gateway.series, { job: 'metrics-gateway', instance: 'b:8000' }, () => 11),
      ],
      calm: limit,
      alarming: limit + 1,
      labels: {},
      whenAbsent: 'silent',
    },
  });
}

function pusherSilent({ gateway: limits }: Thresholds): Alert {
  const limit = limits.pusherSilence.value;
  return alert({
    name: 'PusherSilent',
    severity: 'ticket',
    component: 'gateway',
    when: above(secondsSince(maxBy(now(pushed.lastSuccess), 'job')), limits.pusherSilence),
    for: '1m',
    summary: ({ labels, value, limit }) =>
      `Batch ${labels.job} has not pushed for ${value}; the limit is ${limit}.`,
    description: ({ labels }) =>
      `${labels.job} did not run, did not end well, or could not reach the gateway.`,
    story: {
      world: [
        momentSeries(pushed.lastSuccess, SWEEP, (value) => value),
        momentSeries(pushed.lastSuccess, { ...SWEEP, instance: 'sweep-12' }, () => 100_000),
        momentSeries(pushed.lastSuccess, { job: 'nightly-report' }, () => 11),
      ],
      calm: limit,
      alarming: limit + 1,
      labels: SWEEP,
      whenAbsent: 'silent', // a job that was taken out of service is deleted from the gateway
    },
  });
}
