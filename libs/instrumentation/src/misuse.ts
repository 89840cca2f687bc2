/** The `name` of the process warnings that tell of a dropped update. */
export const DROPPED_UPDATE = 'DroppedMetricUpdate';

/** `consequence` is told with the fault; that the update is dropped, when left out. */
export type ReportMisuse = (fault: string, consequence?: string) => void;

/**
 * What happens to an update that makes no sense: NaN, a counter that falls, a label value out of its domain.
 *
 * An instrument must not break the work that it watches, so such an update is dropped, never thrown; the
 * first of each kind for a metric becomes a process warning (`process.on('warning')`, stderr by default).
 */
export function misuseOf(metricName: string): ReportMisuse {
  const reported = new Set<string>();
  return (fault, consequence = 'the update is dropped') => {
    if (reported.has(fault)) return;
    reported.add(fault);
    process.emitWarning(`${metricName}: ${fault}; ${consequence}`, DROPPED_UPDATE);
  };
}
