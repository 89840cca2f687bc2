import { BUDGET_PERIOD, BURNS, objectives, type Objective } from '@aura/alerts';
import { formatAmount } from '@aura/thresholds';
import { above, holding, orElse, ratio, type Vector } from '@aura/metrics/promql';
import { gauge, series, timeseries } from '../draw.js';
import type { Page, Panel, Row } from '../panel.js';
import { orNone, watch, type World } from '../watch.js';

/** What users were promised, and how much of the error budget is left. */
export function slo(world: World): Page {
  const promised = objectives(world.thresholds);
  return {
    uid: 'aura-slo',
    title: 'Service level objectives',
    help: 'What users were promised over thirty days, how much of each error budget is left, and how fast it burns.',
    span: '7d',
    variables: [],
    components: ['application', 'video'],
    rows: [
      { title: 'Error budgets left', panels: promised.map((one) => budget(world, one)) },
      { title: 'Budgets over time', panels: [budgets(world, promised)] },
      {
        title: 'How fast they burn',
        panels: promised.map((one) => ({ ...burn(world, one), width: 12 })),
      },
      traffic(world, promised),
    ],
  };
}

/** All of it while events are counted and none was ever bad: a label that was never sent has no series. */
function budgetLeft(world: World, { id }: Objective): Vector<never, 'ratio'> {
  const left = world.recording(`slo:${id}_budget:left_ratio${BUDGET_PERIOD}`, 'ratio');
  const counted = holding(above(events(world, id, '3d'), { value: 0, unit: 'count/s' }));
  return orElse(left, ratio(counted, counted));
}

function events(
  world: World,
  id: Objective['id'],
  window: (typeof BURNS)[number]['long'],
): Vector<never, 'count/s'> {
  return world.recording(`slo:${id}_events:rate${window}`, 'count/s');
}

function budget(world: World, objective: Objective): Panel {
  const { name, target, counted, bad } = objective;
  return gauge({
    title: name,
    help:
      `${formatAmount(target.value, 'ratio')} of ${counted} are promised to be good over ${BUDGET_PERIOD}; bad are ` +
      `those that ${bad}. At nothing left the promise is broken: stop what may break more.`,
    of: series(budgetLeft(world, objective), () => 'left'),
    limits: [{ value: 0, breach: 'below', severity: 'page' }],
  });
}

function budgets(world: World, [first, ...others]: readonly Objective[]): Panel {
  const line = (one: Objective) => series(budgetLeft(world, one), () => one.name);
  if (first === undefined) throw new Error('there is no objective to draw');
  return timeseries({
    title: 'Error budgets',
    help: 'What is left of each budget. A cliff is an incident, a slope a fault that nobody has looked at.',
    of: [line(first), ...others.map(line)],
  });
}

/** One line a window, each with the limit of its alert: a window matters only above its own. */
function burn(world: World, { id, name, counted, bad }: Objective): Panel {
  const legends = BURNS.map(({ long, factor }): [string, string] => [
    `${name}Burn${long}`,
    `over ${long}, limit ${world.alert(`${name}Burn${long}`).limit} (${factor} times)`,
  ]);
  return timeseries({
    title: `Burn of ${name}`,
    help: `Share of ${counted} that ${bad}, over four windows. An alert fires while a line is above the limit in its own legend, and was in the twelfth of its window just now.`,
    ...orNone(watch(world, 'ratio', Object.fromEntries(legends)), (query) =>
      events(world, id, BURNS[query]?.long ?? '1h'),
    ),
  });
}

function traffic(world: World, [first, ...others]: readonly Objective[]): Row {
  const line = ({ id, name }: Objective) => series(events(world, id, '1h'), () => name);
  if (first === undefined) throw new Error('there is no objective to draw');
  return {
    title: 'Events that objectives count',
    panels: [
      timeseries({
        title: 'Traffic',
        help: 'Events per second over an hour. With too few bad ones among them no burn alert fires, whatever their share.',
        of: [line(first), ...others.map(line)],
      }),
    ],
  };
}
