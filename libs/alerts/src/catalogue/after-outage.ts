import { EXTERNAL, type ComponentName } from '@aura/metrics';
import { anyOf, atLeast, maxBy, maxOverTime, type Window } from '@aura/metrics/promql';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type Story, type StorySeries } from '../story.js';

const { alerts: evaluated } = EXTERNAL.evaluated;

/**
 * Pages that say that a component is gone. They silence whatever leans on it, pages too: no other page does, for a
 * busy processor must not hide that the application died.
 */
export const GONE = {
  database: 'DatabaseDown',
  redis: 'RedisDown',
  application: 'ApplicationDown',
} as const satisfies Partial<Record<ComponentName, string>>;

const GONE_COMPONENTS = Object.keys(GONE) as readonly (keyof typeof GONE)[]; // the keys of a const object are exactly its type's keys

/**
 * How long an outage is remembered after its end, for alerts that still see it then and would tell of it once more
 * when nothing silences them any longer.
 *
 * - Two minutes for what tells of now, such as workers that are not there: they connect, a collector counts them,
 *   Prometheus scrapes and evaluates, which takes about half of that.
 * - Six for ranges of five, and for queues to be worked off; a minute is for errors that trail the return.
 * - Thirty-five for longer ranges, up to the thirty minutes in the short window of the six-hour burn.
 */
export const REMEMBERED = ['2m', '6m', '35m'] as const satisfies readonly Window[];
export type Remembered = (typeof REMEMBERED)[number];

export function afterOutage(remembered: Remembered): `AfterOutage${Remembered}` {
  return `AfterOutage${remembered}`;
}

export function afterOutageAlerts(): readonly Alert[] {
  return REMEMBERED.map(remembers);
}

/** Begins with the outage, so that there is no moment between the two in which nothing silences. */
function remembers(remembered: Remembered): Alert {
  const gone = maxOverTime(evaluated, remembered, {
    alertname: anyOf(...Object.values(GONE)),
    alertstate: 'firing',
  });
  return alert({
    name: afterOutage(remembered),
    severity: 'none',
    component: 'of the series',
    when: atLeast(maxBy(gone, 'component'), { value: 1, unit: 'count' }),
    for: '0s',
    summary: ({ labels }) =>
      `Component ${labels.component} is gone, or was within the last ${remembered}.`,
    description: () =>
      'For the Alertmanager alone: it holds back alerts that still see the outage and would tell of it once more, ' +
      'although it was told and is over.',
    story: story(remembered),
  });
}

function story(remembered: Remembered): Story<'component'> {
  return {
    world: outages((value) => value),
    calm: 0,
    alarming: 1,
    labels: { component: 'redis' },
    whenAbsent: 'silent',
    looksBack: remembered,
    endsAfter: remembered,
    quietWhen: { 'an outage is only pending, and others fire': others() },
    scenes: Object.fromEntries(
      GONE_COMPONENTS.map((component) => [
        `${GONE[component]} is remembered`,
        {
          world: [firing({ name: GONE[component], component }, (value) => value)],
          stretches: [
            { value: 1, lasts: '30s' },
            { value: 0, lasts: '1m' },
          ],
          firing: 1,
          labels: { component },
        },
      ]),
    ),
  };
}

type At = StorySeries['at'];

function firing(
  { name, component }: { readonly name: string; readonly component: ComponentName },
  at: At,
): StorySeries {
  const labels = { alertname: name, alertstate: 'firing', component, severity: 'page' } as const;
  return gaugeSeries(evaluated, labels, at);
}

/** Redis is gone, as one of two Prometheus servers that this one asks has found. */
function outages(at: At): readonly StorySeries[] {
  const redis = { alertname: GONE.redis, alertstate: 'firing', component: 'redis' } as const;
  const found = { ...redis, severity: 'page', job: 'prometheus' } as const;
  return [
    gaugeSeries(evaluated, { ...found, instance: 'prometheus-11:9090' }, at),
    gaugeSeries(evaluated, { ...found, instance: 'prometheus-12:9090' }, () => 0),
    ...others(),
  ];
}

function others(): readonly StorySeries[] {
  const labels = { component: 'database', severity: 'page' } as const;
  return [
    gaugeSeries(evaluated, { ...labels, alertname: GONE.database, alertstate: 'pending' }, () => 1),
    firing({ name: 'HighErrorRate', component: 'application' }, () => 1),
    firing({ name: 'TargetDown', component: 'monitoring' }, () => 1),
  ];
}
