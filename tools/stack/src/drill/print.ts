import type { Alert } from '@aura/alerts';
import { plainTable } from '../screen/part-table.js';
import { colour } from '../screen/screen.js';
import type { Drill, Drills } from './drill.js';
import { secondsOf } from './seconds.js';
import type { Timeline } from './timeline.js';

/** The table of `--all`: seconds since the cause, and how long after the fire is out people know of it. */
export function timelineTable(timelines: readonly Timeline[]): string {
  const head = [
    'alert',
    'drill',
    'for',
    'pending',
    'firing',
    'told',
    'undone',
    'over',
    'told so',
    '',
  ];
  return plainTable(
    head,
    timelines.map(({ alert, how, holdSeconds, seconds, trouble }) => [
      alert,
      how,
      whole(holdSeconds),
      ...(['pending', 'firing', 'told', 'ended', 'cleared', 'told of the end'] as const).map(
        (moment) => whole(seconds[moment]),
      ),
      trouble === undefined ? colour.green('as it should') : colour.red(trouble),
    ]),
  );
}

function whole(seconds: number | undefined): string {
  return seconds === undefined ? '' : String(Math.round(seconds));
}

/** What can be drilled, how, and for about how many minutes. */
export function drillList(alerts: readonly Alert[], drills: Drills): string {
  const rows = alerts.map((alert) => {
    const drill = drills[alert.name];
    if (drill === undefined || 'why' in drill)
      return [alert.name, alert.severity, colour.dim('not drilled'), '', drill?.why ?? ''];
    const minutes = `${Math.ceil(usualSeconds(alert, drill) / 60)} min`;
    return [alert.name, alert.severity, drill.cause.how, minutes, drill.cause.what];
  });
  return plainTable(['alert', 'severity', 'drill', 'at most', 'what it does'], rows);
}

/** From the cause until the alert is over, on a machine that keeps up; people hear of it up to five minutes later. */
export function usualSeconds(alert: Alert, { turnsWithin, clearsWithin }: Drill): number {
  const { for: hold, keepFiringFor: kept } = alert;
  const keptSeconds = kept === undefined ? 0 : secondsOf(kept);
  return turnsWithin + secondsOf(hold) + clearsWithin + keptSeconds;
}
