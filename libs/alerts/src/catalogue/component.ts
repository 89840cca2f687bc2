import { component } from '@aura/metrics';
import { atLeast, maxBy, now } from '@aura/metrics/promql';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type StorySeries } from '../story.js';

const TRUE = { value: 1, unit: 'count' } as const;
const TARGET = { job: 'health-aggregator', instance: 'health:8001' } as const;
const SECOND = { job: 'health-aggregator', instance: 'health-12:8001' } as const;

export function componentAlerts(): readonly Alert[] {
  return [unhealthy(), degraded()];
}

function unhealthy(): Alert {
  return alert({
    name: 'ComponentUnhealthy',
    severity: 'ticket',
    component: 'of the series',
    when: atLeast(maxBy(now(component.health, { state: 'unhealthy' }), 'component'), TRUE),
    for: '30s',
    summary: ({ labels }) => `Health finds component ${labels.component} unhealthy.`,
    description: ({ labels }) =>
      `The last probes of ${labels.component} failed. The health page names the reason, and whether something ` +
      'else is the root cause.',
    story: {
      world: states('unhealthy', 'degraded'),
      calm: 0,
      alarming: 1,
      labels: { component: 'ffmpeg' },
      whenAbsent: 'silent', // TargetDown and ExporterMissing watch the aggregator itself
    },
  });
}

function degraded(): Alert {
  return alert({
    name: 'ComponentDegraded',
    severity: 'ticket',
    component: 'of the series',
    when: atLeast(maxBy(now(component.health, { state: 'degraded' }), 'component'), TRUE),
    for: '10m',
    summary: ({ labels }) => `Health finds component ${labels.component} degraded for ten minutes.`,
    description: ({ labels }) =>
      `${labels.component} works, but something it can usually do is lost. The health page names what.`,
    story: {
      world: states('degraded', 'unhealthy'),
      calm: 0,
      alarming: 1,
      labels: { component: 'ffmpeg' },
      whenAbsent: 'silent', // TargetDown and ExporterMissing watch the aggregator itself
    },
  });
}

type State = 'degraded' | 'unhealthy';

/**
 * One component in the dialled state, which a second aggregator does not see; another one in the other state, which
 * is another alert's matter.
 */
function states(dialled: State, other: State): readonly StorySeries[] {
  const of = (name: 'ffmpeg' | 'disk', state: State, at: (value: number) => number): StorySeries =>
    gaugeSeries(component.health, { component: name, state, ...TARGET }, at);
  return [
    of('ffmpeg', dialled, (value) => value),
    gaugeSeries(component.health, { component: 'ffmpeg', state: dialled, ...SECOND }, () => 0),
    of('ffmpeg', other, () => 0),
    of('disk', dialled, () => 0),
    of('disk', other, () => 1),
  ];
}
