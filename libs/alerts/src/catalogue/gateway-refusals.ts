import { gateway, journal } from '@aura/metrics';
import { above, increase, ratio, sumBy } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries } from '../story.js';

type Outcome = 'accepted' | 'duplicate' | 'refused';

const FIRST = { job: 'metrics-gateway', instance: 'a:8000' } as const;
const SECOND = { job: 'metrics-gateway', instance: 'b:8000' } as const;

/** What was pushed and not taken: figures that nobody will see. */
export function refusalAlerts(thresholds: Thresholds): readonly Alert[] {
  return [pushesRefused(thresholds), journalNotWritten()];
}

function pushesRefused({ gateway: limits }: Thresholds): Alert {
  const refused = sumBy(increase(gateway.pushes, '5m', { outcome: 'refused' }), 'route');
  const limit = limits.refusedShare.value;
  const pushes = (
    labels: { readonly outcome: Outcome; readonly instance: string },
    perSecond: (share: number) => number,
  ) => counterSeries(gateway.pushes, { ...FIRST, ...labels, route: 'push' }, perSecond);
  return alert({
    name: 'PushesRefused',
    severity: 'ticket',
    component: 'gateway',
    when: above(
      ratio(refused, sumBy(increase(gateway.pushes, '5m'), 'route')),
      limits.refusedShare,
    ),
    for: '10m',
    summary: ({ labels, value, limit: most }) =>
      `The gateway refuses ${value} of what is pushed as ${labels.route}; the limit is ${most}.`,
    description: () =>
      'Some pusher is turned away again and again, and its figures are missing. The page of the gateway lists the ' +
      'latest refusals with their reasons.',
    story: {
      world: [
        pushes({ ...FIRST, outcome: 'refused' }, (share) => 8 * share),
        pushes({ ...SECOND, outcome: 'refused' }, (share) => 3 * share),
        pushes({ ...FIRST, outcome: 'accepted' }, (share) => 7 - 8 * share),
        pushes({ ...SECOND, outcome: 'duplicate' }, (share) => 4 - 3 * share),
        counterSeries(gateway.pushes, { ...FIRST, route: 'group', outcome: 'accepted' }, () => 13),
      ],
      calm: limit,
      alarming: Math.min(1, limit * 1.05),
      labels: { route: 'push' },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '270s',
      step: '15s',
    },
  });
}

function journalNotWritten(): Alert {
  const world = (reason: 'full' | 'failed', perSecond: (value: number) => number) =>
    counterSeries(journal.failures, { ...FIRST, reason }, perSecond);
  return alert({
    name: 'JournalNotWritten',
    severity: 'ticket',
    component: 'gateway',
    when: above(sumBy(increase(journal.failures, '2m'), 'reason'), { value: 0, unit: 'count' }),
    for: '1m',
    summary: ({ labels }) =>
      `The gateway cannot write down what is pushed: its disk is ${labels.reason}.`,
    description: () =>
      'Pushes are answered with 507 or 503 and nothing of them is kept. Push clients hold what they can; what ' +
      'plain clients pushed meanwhile is lost. Scrapes go on.',
    story: {
      world: [
        world('full', (value) => value / 120),
        world('failed', () => 0),
        counterSeries(journal.failures, { ...SECOND, reason: 'full' }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { reason: 'full' },
      whenAbsent: 'silent',
      looksBack: '2m',
      endsAfter: '110s',
    },
  });
}
