import { heldBackBy, type Alert } from '@aura/alerts';
import type { Message } from '../sinks/inbox.js';
import type { ToldState } from '../sinks/told.js';
import type { Undo } from './cause.js';
import type { Drill } from './drill.js';
import type { Field } from './field.js';
import { secondsOf } from './seconds.js';
import type { Moment, Timeline } from './timeline.js';
import { inAlertmanager, inPrometheus, toldAtMs, until } from './watch.js';

/** What a busy machine may take longer than the arithmetic says. */
const SLACK_SECONDS = 60;
/** A ticket waits half a minute for company, and news of a group that was told already up to five minutes. */
const TELLING_SECONDS = 340;

export interface Watch {
  /** Ends the drill early; its cause is undone all the same. */
  readonly signal: AbortSignal;
  readonly onMoment: (alert: string, moment: Moment, seconds: number) => void;
}

export interface Subject {
  readonly alert: Alert;
  readonly drill: Drill;
}

/**
 * Makes one alert's condition true, follows the alert to people and back, and undoes the cause whatever happens.
 * Whatever goes wrong is the timeline's trouble; it does not reject.
 */
export async function runDrill(field: Field, subject: Subject, watch: Watch): Promise<Timeline> {
  const { alert, drill } = subject;
  const run = new Run(field, subject, watch);
  const trouble = await run.go().catch(inWords);
  return {
    alert: alert.name,
    how: drill.cause.how,
    what: drill.cause.what,
    holdSeconds: secondsOf(alert.for),
    seconds: run.seconds,
    ...(trouble !== undefined && { trouble }),
  };
}

interface Step {
  readonly undo: Undo;
  readonly byHand: string | undefined;
}

/** One run of a drill: the moments that came, and what is to be undone. */
class Run {
  readonly seconds: Partial<Record<Moment, number>> = {};
  readonly #undo: Step[] = [];
  readonly #restore: Step[] = [];
  readonly #cause = new AbortController();
  readonly #media: readonly Message['via'][];
  #begunMs = 0;

  constructor(
    private readonly field: Field,
    private readonly subject: Subject,
    private readonly watch: Watch,
  ) {
    const able = subject.drill.toldBy ?? field.media;
    this.#media = field.media.filter((medium) => able.includes(medium));
  }

  /** Resolves with what was wrong, if anything was. */
  async go(): Promise<string | undefined> {
    const unfit = await this.#whyUnfit().catch((error: unknown) => `not begun: ${inWords(error)}`);
    if (unfit !== undefined) return unfit;
    const risen = await troubleOf(this.#rise());
    const ended = await troubleOf(this.#end());
    const fallen = (risen ?? ended) === undefined ? await troubleOf(this.#fall()) : undefined;
    const restored = await troubleOf(undone(this.#restore));
    const troubles = [risen, ended, fallen, restored].filter((trouble) => trouble !== undefined);
    return troubles.length === 0 ? undefined : troubles.join('; ');
  }

  async #whyUnfit(): Promise<string | undefined> {
    const { name } = this.subject.alert;
    if ((await inPrometheus(this.field, name)) !== undefined)
      return 'it is pending or firing already, without any drill';
    const holder = heldBackBy(name);
    if (holder === undefined || (await inPrometheus(this.field, holder)) === undefined)
      return undefined;
    return `an outage is too fresh: nobody would be told before ${holder} ends; drill it again then`;
  }

  async #rise(): Promise<void> {
    const { alert, drill } = this.subject;
    this.#begunMs = Date.now();
    await drill.cause.begin({
      field: this.field,
      signal: AbortSignal.any([this.#cause.signal, this.watch.signal]),
      defer: (undo, byHand) => void this.#undo.push({ undo, byHand }),
      afterwards: (undo, byHand) => void this.#restore.push({ undo, byHand }),
    });
    this.#note('begun', Date.now());
    const find = () => inPrometheus(this.field, alert.name);
    const pending = await this.#wait('pending', drill.turnsWithin, find);
    this.#note('pending', pending.activeMs);
    await this.#wait('firing', secondsOf(alert.for), async () =>
      (await find())?.isFiring === true ? true : undefined,
    );
    this.#note('firing', Date.now());
    if (!drill.endsOnceFiring) await this.#tell();
  }

  async #tell(): Promise<void> {
    await this.#wait('received', SLACK_SECONDS, () =>
      inAlertmanager(this.field, this.subject.alert.name),
    );
    this.#note('received', Date.now());
    await this.#waitTold('told', 'firing', this.#begunMs);
  }

  async #end(): Promise<void> {
    this.#cause.abort();
    await undone(this.#undo).finally(() => this.#note('ended', Date.now()));
  }

  async #fall(): Promise<void> {
    const { alert, drill } = this.subject;
    const endedMs = Date.now();
    if (drill.endsOnceFiring) await this.#tell();
    const held = alert.keepFiringFor === undefined ? 0 : secondsOf(alert.keepFiringFor);
    await this.#wait('cleared', drill.clearsWithin + held, async () =>
      (await inPrometheus(this.field, alert.name)) === undefined ? true : undefined,
    );
    this.#note('cleared', Date.now());
    await this.#waitTold('told of the end', 'resolved', endedMs);
  }

  /** Where real receivers are configured there is nothing to read here. */
  async #waitTold(moment: Moment, state: ToldState, sinceMs: number): Promise<void> {
    if (this.#media.length === 0) return;
    const asked = { alert: this.subject.alert.name, state, sinceMs, media: this.#media };
    this.#note(
      moment,
      await this.#wait(moment, TELLING_SECONDS, () => toldAtMs(this.field, asked)),
    );
  }

  async #wait<T>(moment: Moment, seconds: number, read: () => Promise<T | undefined>): Promise<T> {
    const patience = seconds + SLACK_SECONDS;
    const answer = await until(read, { seconds: patience, signal: this.watch.signal });
    if (answer !== undefined) return answer;
    const isSilenced = (await inAlertmanager(this.field, this.subject.alert.name)) === 'silenced';
    const why = isSilenced ? ', for another alert silences it' : '';
    throw new Error(`not ${moment} within ${patience} s${why}`);
  }

  #note(moment: Moment, atMs: number): void {
    this.seconds[moment] = Math.max(0, (atMs - this.#begunMs) / 1_000);
    this.watch.onMoment(this.subject.alert.name, moment, this.seconds[moment]);
  }
}

/** Every step, the last one first, however the others fare. */
async function undone(steps: readonly Step[]): Promise<void> {
  const failures: string[] = [];
  for (const { undo, byHand } of steps.toReversed()) {
    await undo().catch((error: unknown) => {
      const why = inWords(error);
      failures.push(byHand === undefined ? why : `undo it by hand: ${byHand} (${why})`);
    });
  }
  if (failures.length > 0) throw new Error(failures.join('; '));
}

async function troubleOf(step: Promise<void>): Promise<string | undefined> {
  return step.then(() => undefined, inWords);
}

/** With its causes, the reason of a failed fetch being one. */
function inWords(error: unknown): string {
  if (isAbort(error)) return 'interrupted';
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${inWords(error.cause)}`;
}

/** Node's own error, which is no instance of the Error of every context that code runs in. */
function isAbort(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
  );
}
