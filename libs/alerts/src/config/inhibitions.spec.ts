import { COMPONENTS, DEPENDS_ON } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import fc from 'fast-check';
import { alerts } from '../catalogue/index.js';
import { ruleLabels } from '../rule-files.js';
import { afterOutage, GONE, REMEMBERED } from '../catalogue/after-outage.js';
import {
  CHAINS,
  ECHOES,
  inhibitions,
  leaningOn,
  type Graph,
  type Inhibition,
} from './inhibitions.js';

type Labels = Readonly<Record<string, string>>;

/** Every alert as it can fire: once, or once for each component where its series name the component. */
const EVERY_ALERT: readonly Labels[] = alerts(DEFAULTS).flatMap((alert): Labels[] => {
  const labels = { alertname: alert.name, ...ruleLabels(alert) };
  if (alert.component !== 'of the series') return [labels];
  return COMPONENTS.map((component) => ({ ...labels, component }));
});
const RULES = inhibitions();

/** As the Alertmanager decides it, of the three kinds of matchers that the rules use. */
function silences(source: Labels, target: Labels, rules: readonly Inhibition[] = RULES): boolean {
  return rules.some((rule) => {
    const isSource = (labels: Labels): boolean => matches(labels, rule.source_matchers);
    const isTarget = (labels: Labels): boolean => matches(labels, rule.target_matchers);
    // What is on both sides is not silenced by what is on both sides, itself first of all.
    const areBoth = isTarget(source) && isSource(target);
    return (
      isSource(source) &&
      isTarget(target) &&
      !areBoth &&
      rule.equal.every((label) => (source[label] ?? '') === (target[label] ?? ''))
    );
  });
}

function matches(labels: Labels, matchers: readonly string[]): boolean {
  return matchers.every((matcher) => {
    const [, name = '', operator, value = ''] = /^(\w+)(=~|!=|=)"(.*)"$/.exec(matcher) ?? [];
    const found = labels[name] ?? '';
    if (operator === '=~') return value.split('|').includes(found);
    return operator === '=' ? found === value : found !== value;
  });
}

const silencedBy = (alertname: string): string[] => {
  const source = EVERY_ALERT.find((labels) => labels['alertname'] === alertname) ?? {};
  const silent = EVERY_ALERT.filter((target) => silences(source, target));
  return [...new Set(silent.map((labels) => labels['alertname'] ?? ''))];
};

describe('the inhibit rules', () => {
  it('name alerts that the catalogue has, each chain from the graver to the milder', () => {
    const names = alerts(DEFAULTS).map(({ name }) => name);
    const named = RULES.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers])
      .filter((matcher) => matcher.startsWith('alertname'))
      .flatMap((matcher) => /"(.*)"/.exec(matcher)?.[1]?.split('|') ?? []);
    const severities = CHAINS.map((chain) =>
      chain.alerts.map((name) => alerts(DEFAULTS).find((one) => one.name === name)?.severity),
    );

    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    expect(severities.filter((chain) => /ticket.*page/.test(chain.join(' ')))).toEqual([]);
  });

  it('let a dead database silence all that leans on it, and nothing below it or beside it', () => {
    const silent = silencedBy('DatabaseDown');

    expect(silent).toEqual(
      expect.arrayContaining(['ApplicationDown', 'HighErrorRate', 'VideoGenerationFailures']),
    );
    expect(silent).toEqual(expect.arrayContaining(['NoWorkers', 'ComponentUnhealthy']));
    const unheard = ['DatabaseDown', 'RedisDown', 'DiskAlmostFull', 'NotificationsFailing'];
    expect(silent.filter((name) => unheard.includes(name))).toEqual([]);
  });

  it.each(Object.entries(GONE))(
    'go on holding back, after %s returned, what still sees the outage, and no page that says what is gone now',
    (component) => {
      const silent = REMEMBERED.flatMap((remembered) =>
        EVERY_ALERT.filter((target) =>
          silences({ alertname: afterOutage(remembered), severity: 'none', component }, target),
        ).map(({ alertname = '' }) => alertname),
      );

      expect(silent).toEqual(expect.arrayContaining(['HighErrorRate', 'VideoSuccessBurn6h']));
      expect(silent.filter((name) => /Down$|NoWorkers|Missing|Watchdog/.test(name))).toEqual([]);
    },
  );

  it('hold back after an outage every page that looks back over minutes at what leaned on it', () => {
    const behind = Object.keys(GONE).flatMap((gone) => [gone, ...leaningOn(DEPENDS_ON, gone)]);
    const looksBack = alerts(DEFAULTS)
      .filter(({ severity, component }) => severity === 'page' && behind.includes(component))
      .filter(({ promql }) => /\[|:ratio_rate/.test(promql))
      .map(({ name }) => name);
    const heldBack = Object.values(ECHOES).flat();

    expect(looksBack.filter((name) => !heldBack.includes(name))).toEqual(['PaymentsFailing']);
  });

  it('let a page that is no death silence tickets alone, but for the same trouble told twice', () => {
    const chained = new Set(CHAINS.flatMap((chain) => chain.alerts));
    const silencedPages = ['CpuExhausted', 'MemoryExhausted', 'DiskAlmostFull', 'NoWorkers']
      .flatMap(silencedBy)
      .filter((name) =>
        alerts(DEFAULTS).some((one) => one.name === name && one.severity === 'page'),
      );

    expect(silencedPages.filter((name) => !chained.has(name))).toEqual([]);
    expect(silencedBy('CpuExhausted')).toContain('HighCpuUsage');
    expect(silencedBy('HighCpuUsage')).toEqual([]);
  });

  it('hold back the ticket about a replica while none answers, and no ticket about another target', () => {
    const [down, target] = ['ApplicationDown', 'TargetDown'].map((name) => ({
      ...EVERY_ALERT.find(({ alertname }) => alertname === name),
    }));

    expect(silences({ ...down, job: 'application' }, { ...target, job: 'application' })).toBe(true);
    expect(silences({ ...down, job: 'application' }, { ...target, job: 'node' })).toBe(false);
  });

  it('never silence the Watchdog', () => {
    const watchdog = EVERY_ALERT.find(({ alertname }) => alertname === 'Watchdog') ?? {};

    expect(EVERY_ALERT.filter((source) => silences(source, watchdog))).toEqual([]);
  });

  it('keep deployments apart', () => {
    const [here, there] = ['DatabaseDown', 'HighErrorRate'].map((name) =>
      EVERY_ALERT.find(({ alertname }) => alertname === name),
    );

    expect(silences({ ...here, deployment: 'a' }, { ...there, deployment: 'a' })).toBe(true);
    expect(silences({ ...here, deployment: 'a' }, { ...there, deployment: 'b' })).toBe(false);
  });

  it('leave of any alerts at least one to be heard', () => {
    expect(circle(EVERY_ALERT, (source, target) => silences(source, target))).toBeUndefined();
  });
});

describe('what leans on a component', () => {
  it('is found through others', () => {
    expect(leaningOn({ c: ['b'], b: ['a'], a: [], d: ['x'] }, 'a')).toEqual(['c', 'b']);
  });

  it('is refused where it is the component itself', () => {
    expect(() => inhibitions({ database: ['disk'], disk: ['host'], host: ['database'] })).toThrow(
      'database leans on itself (through host, disk, database): two dead components would silence each other',
    );
  });

  it('silences nobody in a circle, whatever the graph', () => {
    fc.assert(
      fc.property(acyclicGraph, (graph) => {
        const rules = inhibitions(graph);
        const pages = ['DatabaseDown', 'RedisDown', 'ApplicationDown'];
        const world = ['database', 'redis', 'application'].map((component, i) => ({
          alertname: pages[i] ?? '',
          severity: 'page',
          component,
        }));
        return circle(world, (source, target) => silences(source, target, rules)) === undefined;
      }),
    );
  });
});

/** Each name may need only names before it in a shuffled order. */
const acyclicGraph: fc.Arbitrary<Graph> = fc
  .shuffledSubarray(['database', 'redis', 'application', 'disk', 'host'], { minLength: 5 })
  .chain((order) =>
    fc
      .tuple(...order.map((_, i) => fc.subarray(order.slice(0, i))))
      .map((needs) => Object.fromEntries(order.map((name, i) => [name, needs[i] ?? []]))),
  );

/** Alerts that would silence each other round in a circle: takes away whoever is heard until all are silent. */
function circle<T>(
  all: readonly T[],
  silences: (source: T, target: T) => boolean,
): T[] | undefined {
  let left = [...all];
  while (left.length > 0) {
    const rest = left.filter((target) => left.some((source) => silences(source, target)));
    if (rest.length === left.length) return left;
    left = rest;
  }
  return undefined;
}
