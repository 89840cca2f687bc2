/** The states a component may be in, from best to worst. */
export const STATES = ['healthy', 'degraded', 'unhealthy'] as const;
export type State = (typeof STATES)[number];

/** What a probe found: all is well, a capability is lost, or the component is of no use. */
export type Answer =
  | { readonly state: 'healthy' }
  /** `lost` names the capability and what is done instead: `no NVENC: CPU encode`. */
  | { readonly state: 'degraded'; readonly lost: string }
  | { readonly state: 'unhealthy'; readonly reason: string };

/** `componentType` of draft-inadarei-api-health-check, section 4.3. */
export type ComponentKind = 'component' | 'datastore' | 'system';

/**
 * How one component is asked. A critical component that is unhealthy makes the system unhealthy; an optional
 * one makes it degraded.
 */
export interface Probe<C extends string = string> {
  readonly component: C;
  readonly importance: 'critical' | 'optional';
  readonly kind?: ComponentKind;
  /** From the end of one attempt to the start of the next, give or take a tenth. */
  readonly intervalMs: number;
  readonly deadlineMs: number;
  /** Answers, or rejects, which counts as unhealthy with the error's message. Stops when the signal aborts. */
  check(signal: AbortSignal): Promise<Answer>;
}

/** Which components each component leans on. What is not a key leans on nothing. */
export type Dependencies<C extends string = string> = Readonly<Partial<Record<C, readonly C[]>>>;

/** An answer older than this counts as none: three intervals and one deadline. */
export function freshForMs({
  intervalMs,
  deadlineMs,
}: Pick<Probe, 'intervalMs' | 'deadlineMs'>): number {
  return 3 * intervalMs + deadlineMs;
}
