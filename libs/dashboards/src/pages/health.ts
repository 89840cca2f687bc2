import { COMPONENTS, DEPENDS_ON, EXTERNAL, component, type ComponentName } from '@aura/metrics';
import {
  anyOf,
  atLeast,
  either,
  holding,
  maxBy,
  now,
  quantile,
  unless,
  type Condition,
} from '@aura/metrics/promql';
import { heatmap, series, table, timeline, timeseries } from '../draw.js';
import type { Page, Panel, Row } from '../panel.js';
import { variable } from '../variable.js';
import { following, watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { componentHealth, processes, scrapeJobs } from './shared.js';
import { FAULT } from './states.js';

const { alerts } = EXTERNAL.evaluated;
const chosen = variable({ title: 'Component', metric: component.health, label: 'component' });
const CHOSEN = { component: chosen.matcher } as const;

/** Which components are in trouble, what the cause is, and what was. */
export function health(world: World): Page {
  return {
    uid: 'aura-health',
    title: 'Health and incidents',
    help: 'Which components are in trouble now, which of them is the cause, and what has happened.',
    span: '6h',
    variables: [chosen],
    components: COMPONENTS,
    rows: [
      { title: 'Now', panels: [componentHealth(), rootCauses(), scrapeJobs('aura-stack')] },
      incidents(),
      states(world),
      probes(),
      processes('health-aggregator'),
    ],
  };
}

const TRUE = { value: 1, unit: 'count' } as const;

function rootCauses(): Panel {
  const [first, ...others] = COMPONENTS.map(isTheCause);
  if (first === undefined) throw new Error('no component is watched');
  const causes = others.reduce((any, one) => either(any, one), first);
  return table({
    title: 'Root cause',
    whenEmpty: 'No component is unhealthy',
    help: 'Unhealthy components that lean on nothing unhealthy: begin here, what leans on them follows from it.',
    of: series(holding(causes), ($) => $.component),
  });
}

/** The component is unhealthy, and nothing that it leans on is, however far down. */
function isTheCause(name: ComponentName): Condition<'component'> {
  const unhealthy = atLeast(
    maxBy(now(component.health, { component: name, state: 'unhealthy' }), 'component'),
    TRUE,
  );
  const below = [...leansOn(name)];
  if (below.length === 0) return unhealthy;
  const cause = { component: anyOf(...below), state: 'unhealthy' } as const;
  return unless(unhealthy, atLeast(maxBy(now(component.health, cause)), TRUE), []);
}

function leansOn(name: ComponentName): ReadonlySet<ComponentName> {
  const direct: readonly ComponentName[] = DEPENDS_ON[name];
  return new Set(direct.flatMap((one) => [one, ...leansOn(one)]));
}

function incidents(): Row {
  const firing = now(alerts, {
    ...CHOSEN,
    alertstate: 'firing',
    severity: anyOf('page', 'ticket'),
  });
  return {
    title: 'Incidents',
    panels: [
      timeline({
        title: 'Alerts that fired',
        whenEmpty: 'Nothing has fired',
        help: 'A stretch for each alert while it fired. What began first is most often the cause.',
        of: series(
          maxBy(firing, 'component', 'alertname'),
          ($) => `${$.component}: ${$.alertname}`,
        ),
        states: [{ value: 1, text: 'firing', color: 'red' }],
      }),
    ],
  };
}

function states(world: World): Row {
  return {
    title: 'As the alerts see it',
    panels: [
      timeline({
        title: 'Unhealthy',
        help: 'Whether the last probes of a component failed.',
        ...following(watch(world, 'count', { ComponentUnhealthy: '{{component}}' }), chosen),
        states: FAULT,
      }),
      timeline({
        title: 'Degraded',
        help: 'Whether a component works but has lost something it can usually do.',
        ...following(watch(world, 'count', { ComponentDegraded: '{{component}}' }), chosen),
        states: FAULT,
      }),
    ],
  };
}

function probes(): Row {
  return {
    title: 'Probes',
    panels: [
      timeseries({
        title: 'Age of answers',
        help: 'How old the latest answer about each component is: one that only rises is a probe that hangs.',
        of: series(maxBy(now(component.probeAge, CHOSEN), 'component'), ($) => $.component),
      }),
      timeseries({
        title: 'Probe time, 95th percentile',
        help: 'How long probes take: a component grows slow before it fails.',
        of: series(
          quantile(component.probeDuration, PAGE_WINDOW, {
            q: 0.95,
            by: ['component'],
            where: CHOSEN,
          }),
          ($) => $.component,
        ),
      }),
      heatmap({
        title: 'Probe times',
        help: 'How the times of the chosen components spread.',
        metric: component.probeDuration,
        where: CHOSEN,
      }),
    ],
  };
}
