import fc from 'fast-check';
import { GONE } from '../catalogue/after-outage.js';
import {
  CATALOGUE,
  EVERY_ALERT,
  isPage,
  matches,
  nameOf,
  RULES,
  silences,
  type Labels,
} from './fixtures/silences.js';
import { CHAINS, inhibitions, leaningOn, type Graph } from './inhibitions.js';

const silencedBy = (alertname: string): string[] => {
  const source = EVERY_ALERT.find((labels) => labels['alertname'] === alertname) ?? {};
  const silent = EVERY_ALERT.filter((target) => silences(source, target));
  return [...new Set(silent.map((labels) => labels['alertname'] ?? ''))];
};

describe('the inhibit rules', () => {
  it('name alerts that the catalogue has, each chain from the graver to the milder', () => {
    const names = CATALOGUE.map(({ name }) => name);
    const named = RULES.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers])
      .filter((matcher) => matcher.startsWith('alertname'))
      .flatMap((matcher) => /"(.*)"/.exec(matcher)?.[1]?.split('|') ?? []);
    const severities = CHAINS.map((chain) =>
      chain.alerts.map((name) => CATALOGUE.find((one) => one.name === name)?.severity),
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

  it('let a page that is no outage silence nothing but the same trouble told twice', () => {
    const outages: readonly string[] = Object.values(GONE);
    const found = EVERY_ALERT.filter(
      (source) => isPage(source) && !outages.includes(nameOf(source)),
    );
    const twice = (source: Labels, target: Labels): boolean =>
      CHAINS.some(
        ({ alerts }) => alerts.includes(nameOf(source)) && alerts.includes(nameOf(target)),
      ) ||
      (nameOf(target).startsWith('Component') && source['component'] === target['component']);
    const hidden = found.flatMap((source) =>
      EVERY_ALERT.filter((target) => silences(source, target) && !twice(source, target)).map(
        (target) => `${nameOf(source)} hides ${nameOf(target)}`,
      ),
    );

    expect(hidden).toEqual([]);
    expect(silencedBy('CpuExhausted')).toContain('HighCpuUsage');
    expect(silencedBy('HighCpuUsage')).toEqual([]);
  });

  it('are each begun by some alert', () => {
    const idle = RULES.filter(
      ({ source_matchers }) => !EVERY_ALERT.some((labels) => matches(labels, source_matchers)),
    );

    expect(idle).toEqual([]);
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
