import { causesOf } from './causes.js';
import { STATES, type Answer, type ComponentKind, type Dependencies, type State } from './probe.js';

/** What is known of one component: its last answer, if it ever gave one. */
export interface Known<C extends string = string> {
  readonly component: C;
  readonly importance: 'critical' | 'optional';
  readonly kind?: ComponentKind;
  /** Beyond this age the answer counts as unhealthy. */
  readonly freshForMs: number;
  readonly last?: {
    readonly answer: Answer;
    /** When the answer was given, in milliseconds since the epoch. */
    readonly at: number;
    readonly tookMs: number;
  };
}

export interface ComponentReport<C extends string = string> {
  readonly component: C;
  readonly importance: 'critical' | 'optional';
  readonly kind: ComponentKind;
  readonly state: State;
  /** The capability lost, when degraded. */
  readonly lost?: string;
  /** Why, when unhealthy. */
  readonly reason?: string;
  /** The root causes that this state merely follows from. Empty for a root cause and for the healthy. */
  readonly followsFrom: readonly C[];
  /** Age of the last answer; absent before the first. */
  readonly ageSeconds?: number;
  readonly tookSeconds?: number;
}

export interface HealthReport<C extends string = string> {
  readonly state: State;
  /** When the report was made, in milliseconds since the epoch. */
  readonly at: number;
  /** Components that are not healthy and whose state no dependency explains, worst first. */
  readonly rootCauses: readonly C[];
  readonly components: readonly ComponentReport<C>[];
}

/** The health of the whole out of what is known of its parts. Pure. */
export function rollUp<C extends string>(
  known: readonly Known<C>[],
  dependsOn: Dependencies<C>,
  now: number,
): HealthReport<C> {
  const judged = known.map((one) => ({ known: one, answer: judge(one, now) }));
  const states = new Map(
    judged.map(({ known: { component }, answer }) => [component, answer.state]),
  );
  const causes = causesOf(states, dependsOn);
  const components = judged.map(
    ({ known: one, answer: { state, ...detail } }): ComponentReport<C> => ({
      component: one.component,
      importance: one.importance,
      kind: one.kind ?? 'component',
      state,
      ...detail,
      followsFrom: causes.get(one.component) ?? [],
      ...age(one, now),
    }),
  );
  return { state: systemState(components), at: now, rootCauses: roots(components), components };
}

function judge({ last, freshForMs }: Known, now: number): Answer {
  if (last === undefined) return { state: 'unhealthy', reason: 'no answer yet' };
  const ageMs = now - last.at;
  if (ageMs <= freshForMs) return last.answer;
  const [age, limit] = [ageMs, freshForMs].map((ms) => String(Math.round(ms / 1000)));
  return {
    state: 'unhealthy',
    reason: `stale: the last answer is ${age ?? ''} s old, older than ${limit ?? ''} s`,
  };
}

function age({ last }: Known, now: number): { ageSeconds?: number; tookSeconds?: number } {
  return last === undefined
    ? {}
    : { ageSeconds: Math.max(0, now - last.at) / 1000, tookSeconds: last.tookMs / 1000 };
}

function systemState(components: readonly ComponentReport[]): State {
  if (
    components.some(({ state, importance }) => state === 'unhealthy' && importance === 'critical')
  ) {
    return 'unhealthy';
  }
  return components.every(({ state }) => state === 'healthy') ? 'healthy' : 'degraded';
}

function roots<C extends string>(components: readonly ComponentReport<C>[]): C[] {
  return components
    .filter(({ state, followsFrom }) => state !== 'healthy' && followsFrom.length === 0)
    .sort((a, b) => STATES.indexOf(b.state) - STATES.indexOf(a.state))
    .map(({ component }) => component);
}
