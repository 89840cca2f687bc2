import { circular, leansOn } from './causes.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { freshForMs, type Answer, type Dependencies, type Probe } from './probe.js';
import { rollUp, type HealthReport, type Known } from './roll-up.js';
import { watch, type Given, type Watch } from './watch.js';

/** What a probe just gave, with what it gave before. */
export interface Observation<C extends string = string> extends Given {
  readonly component: C;
  readonly previous: Answer | undefined;
}

export interface HealthCheckerOptions<C extends string> {
  readonly probes: readonly Probe<C>[];
  /** Which component leans on which; names root causes. Components without a probe may stand in between. */
  readonly dependsOn: Dependencies<C>;
  /** The system's clock when left out. */
  readonly clock?: Clock;
  /** Called after every attempt: for metrics and logs. */
  readonly onAnswer?: (observation: Observation<C>) => void;
}

/** Probes in the background and reports from memory: a report never asks a component anything. */
export interface HealthChecker<C extends string = string> {
  start(): void;
  /** Aborts what runs and resolves when nothing does. */
  stop(): Promise<void>;
  report(): HealthReport<C>;
}

/**
 * Watches components, each on its own interval and deadline, and rolls their answers up.
 *
 * ```ts
 * const checker = createHealthChecker({ probes: [diskProbe({ ... })], dependsOn: { application: ['disk'] } });
 * checker.start();
 * checker.report().state; // 'healthy' | 'degraded' | 'unhealthy'
 * await checker.stop();
 * ```
 *
 * Throws when a component has two probes or leans on itself.
 */
export function createHealthChecker<C extends string>(
  options: HealthCheckerOptions<C>,
): HealthChecker<C> {
  const { probes, dependsOn, clock = SYSTEM_CLOCK, onAnswer } = options;
  assertSound(probes, dependsOn);
  const answers = new Map<C, Given>();
  const watches = new Map<C, Watch>(
    probes.map((probe) => [
      probe.component,
      watch(probe, clock, (given) => {
        record(probe.component, given);
      }),
    ]),
  );

  function record(component: C, given: Given): void {
    const previous = answers.get(component)?.answer;
    answers.set(component, given);
    const fell = given.answer.state === 'unhealthy' && previous?.state !== 'unhealthy';
    // Its dependencies may have died a moment before without having been asked since: ask, to name the root cause.
    if (fell) for (const other of leansOn(component, dependsOn)) watches.get(other)?.hurry();
    onAnswer?.({ component, previous, ...given });
  }

  return {
    start: () => {
      for (const one of watches.values()) one.start();
    },
    stop: async () => {
      await Promise.all([...watches.values()].map((one) => one.stop()));
    },
    report: () => rollUp(knownOf(probes, answers), dependsOn, clock.now()),
  };
}

function knownOf<C extends string>(
  probes: readonly Probe<C>[],
  answers: ReadonlyMap<C, Given>,
): Known<C>[] {
  return probes.map(({ component, importance, kind = 'component', ...timing }) => {
    const last = answers.get(component);
    const known = { component, importance, kind, freshForMs: freshForMs(timing) };
    return last === undefined ? known : { ...known, last };
  });
}

function assertSound<C extends string>(
  probes: readonly Probe<C>[],
  dependsOn: Dependencies<C>,
): void {
  const names = probes.map(({ component }) => component);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0)
    throw new Error(`two probes for ${twice.join(', ')}: give each component one`);
  const circle = circular(dependsOn);
  if (circle.length > 0) {
    throw new Error(
      `${circle.join(', ')} lean on themselves: the dependency graph must have no circle`,
    );
  }
}
