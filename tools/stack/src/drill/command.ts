import { alerts, GONE } from '@aura/alerts';
import { DEFAULTS } from '@aura/thresholds';
import { listenForInterruption } from '../interruption.js';
import type { Layout } from '../layout.js';
import { createScreen, type Screen } from '../screen/screen.js';
import { DRILLS } from './drills/index.js';
import { openField, type Field } from './field.js';
import { drillList, timelineTable, usualSeconds } from './print.js';
import { runDrill, type Subject, type Watch } from './run-drill.js';
import { inTurns } from './schedule.js';
import { MEANING, type Timeline } from './timeline.js';
import { takeTurn } from './turn.js';

const NOT_RUNNING = 3;
const INTERRUPTED = 130;
/** Drills that take longer are run with --slow, or by name. */
const PATIENCE_SECONDS = 660;
const NAME_WIDTH = 24;

/** Names of alerts, windows and labels do not depend on a deployment's thresholds; only limits do. */
const ALERTS = alerts(DEFAULTS);
const SUBJECTS: readonly Subject[] = ALERTS.flatMap((alert) => {
  const drill = DRILLS[alert.name];
  return drill === undefined || 'why' in drill ? [] : [{ alert, drill }];
});

export interface DrillRequest {
  /** Names of alerts, or undefined for all. */
  readonly names: readonly string[] | undefined;
  readonly withSlow: boolean;
  readonly asJson: boolean;
}

export function listDrills(): number {
  console.log(drillList(ALERTS, DRILLS));
  return 0;
}

/** Why an alert cannot be drilled; undefined where it can. */
export function whyNot(name: string): string | undefined {
  if (SUBJECTS.some(({ alert }) => alert.name === name)) return undefined;
  const drill = DRILLS[name];
  if (drill === undefined) return `no alert is called ${name}; --list shows them`;
  return 'why' in drill ? `${name} is not drilled: ${drill.why}` : undefined;
}

/** Runs drills on the running stack. Resolves with the exit code: 0 when every alert went as it should. */
export async function drill(layout: Layout, request: DrillRequest): Promise<number> {
  const field = await openField(layout);
  if (field === undefined) {
    console.error('the stack does not run, and a drill needs it: npm start starts it');
    return NOT_RUNNING;
  }
  const turn = await takeTurn(layout);
  if ('refusal' in turn) {
    console.error(turn.refusal);
    return 1;
  }
  try {
    return await drillOn(field, request);
  } finally {
    await turn.release();
  }
}

async function drillOn(field: Field, request: DrillRequest): Promise<number> {
  const screen = createScreen(request.asJson ? process.stderr : process.stdout);
  const interruption = listenForInterruption({
    screen,
    told: 'undoing the cause; once more leaves it as it is',
    force: () => process.exit(INTERRUPTED),
  });
  try {
    const watch = { signal: interruption.signal, onMoment: teller(screen) };
    const timelines = await runAll(field, chosen(request), watch);
    console.log(
      request.asJson ? JSON.stringify(timelines, undefined, 2) : timelineTable(timelines),
    );
    if (interruption.signal.aborted) return INTERRUPTED;
    return timelines.every(({ trouble }) => trouble === undefined) ? 0 : 1;
  } finally {
    interruption.dispose();
  }
}

function chosen({ names, withSlow }: DrillRequest): readonly Subject[] {
  if (names !== undefined)
    return outagesLast(SUBJECTS.filter(({ alert }) => names.includes(alert.name)));
  return outagesLast(
    SUBJECTS.filter((one) => withSlow || usualSeconds(one.alert, one.drill) <= PATIENCE_SECONDS),
  );
}

/** After an outage other alerts are held back for a while. */
function outagesLast(subjects: readonly Subject[]): readonly Subject[] {
  const outages: readonly string[] = Object.values(GONE);
  const isOutage = ({ alert }: Subject): boolean => outages.includes(alert.name);
  return [...subjects.filter((one) => !isOutage(one)), ...subjects.filter(isOutage)];
}

/** Those that were not begun before an interruption are not in the result. */
async function runAll(
  field: Field,
  subjects: readonly Subject[],
  watch: Watch,
): Promise<readonly Timeline[]> {
  const results = await inTurns(subjects, async (subject) => {
    if (watch.signal.aborted) return [];
    return [await runDrill(field, subject, watch)];
  });
  const failures = results.flatMap((one): readonly unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(failures, 'a drill failed by a fault of its own');
  return results.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

function teller(screen: Screen): Watch['onMoment'] {
  return (alert, moment, seconds) =>
    screen.say(
      `${alert.padEnd(NAME_WIDTH)} ${seconds.toFixed(1).padStart(7)} s  ${MEANING[moment]}`,
    );
}
