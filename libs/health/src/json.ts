import type { ComponentReport, HealthReport } from './roll-up.js';
import type { State } from './probe.js';

/** A report as plain JSON: states, reasons, ages in seconds, root causes. */
export function toJson(report: HealthReport): Readonly<Record<string, unknown>> {
  return {
    state: report.state,
    time: new Date(report.at).toISOString(),
    rootCauses: report.rootCauses,
    components: Object.fromEntries(
      report.components.map((one) => [one.component, componentToJson(one)]),
    ),
  };
}

export function componentToJson({
  component,
  ...rest
}: ComponentReport): Readonly<Record<string, unknown>> {
  return { component, ...rest };
}

const STATUS = { healthy: 'pass', degraded: 'warn', unhealthy: 'fail' } as const satisfies Record<
  State,
  string
>;

/** The media type of draft-inadarei-api-health-check-06, which expired as a draft and is widely read all the same. */
export const HEALTH_JSON = 'application/health+json';

/**
 * A report as draft-inadarei-api-health-check-06 writes it. Root causes go into `notes`; `output` is left out
 * where all is well, as section 3.5 asks.
 */
export function toHealthJson(
  report: HealthReport,
  service: { readonly serviceId: string; readonly description: string },
): Readonly<Record<string, unknown>> {
  const follow = report.components.filter(({ followsFrom }) => followsFrom.length > 0);
  return {
    status: STATUS[report.state],
    ...service,
    notes: [
      ...(report.rootCauses.length > 0 ? [`root causes: ${report.rootCauses.join(', ')}`] : []),
      ...follow.map((one) => `${one.component} follows from ${one.followsFrom.join(', ')}`),
    ],
    checks: Object.fromEntries(
      report.components.map((one) => [`${one.component}:responseTime`, [check(one, report.at)]]),
    ),
  };
}

function check(one: ComponentReport, at: number): Readonly<Record<string, unknown>> {
  const output = one.reason ?? one.lost;
  return {
    componentId: one.component,
    componentType: one.kind,
    ...(one.tookSeconds === undefined
      ? {}
      : { observedValue: Math.round(one.tookSeconds * 1000), observedUnit: 'ms' }),
    status: STATUS[one.state],
    ...(one.ageSeconds === undefined
      ? {}
      : { time: new Date(at - one.ageSeconds * 1000).toISOString() }),
    ...(output === undefined ? {} : { output }),
  };
}
