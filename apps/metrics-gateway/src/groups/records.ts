import type { Log } from '@aura/service';
import { sentenceOf } from '../exposition/fault.js';
import { parsing, type Parsed } from '../exposition/parse.js';
import { attached, type Grouping } from './group.js';
import { textOf } from '../text.js';
import { atOnce, type Pausing } from '../turns.js';
import type { Renewal } from './expiry.js';
import type { Applied, Push } from './store.js';
import type { Journal } from '../journal/journal.js';
import { EVERYTHING, setting } from '../journal/overwritten.js';
import { decodePushed, groupingIn, namedIn, settingOf, type Pushed } from './pushed.js';

/** What the records of groups do. */
export interface Groups {
  readonly apply: (push: Push, renewal: Renewal) => Applied;
  /** A group was pushed to in vain. */
  readonly refuse: (grouping: Grouping, atSeconds: number) => void;
  readonly drop: (grouping: Grouping) => unknown;
  readonly dropAll: () => unknown;
  /** All groups and all sums. */
  readonly clear: () => unknown;
  readonly dump: () => readonly (() => Uint8Array)[];
  readonly log: Log;
}

/** Brings back from the journal what groups hold. */
export function registerGroups(journal: Journal, groups: Groups): void {
  journal.register({
    name: 'push',
    replay: (bytes) => replayPush(groups, bytes),
    overwriting: { sets: settingOf, pass: (bytes) => void replayFailure(groups, bytes) },
    dump: () => groups.dump(),
  });
  const dump = (): readonly [] => [];
  const keyOf = (bytes: Uint8Array): string => namedIn(bytes).key;
  journal.register({
    name: 'delete',
    ...setting((bytes) => groups.drop(namedIn(bytes)), keyOf),
    dump,
  });
  // Of versions that left the sums where they were.
  journal.register({ name: 'wipe', ...setting(() => groups.dropAll(), EVERYTHING), dump });
  journal.register({ name: 'wipe all', ...setting(() => groups.clear(), EVERYTHING), dump });
}

/** What was accepted once can be refused now only where a limit is lower or a family has become the gateway's own. */
function replayPush(groups: Groups, bytes: Uint8Array): void {
  const { grouping, pushed } = replayFailure(groups, bytes);
  const { replaces, atSeconds, body } = pushed;
  if (atSeconds === 0) return;
  const parsed = parsedOf(body, grouping);
  const applied: Applied = parsed.ok
    ? groups.apply({ grouping, families: parsed.families, replaces }, pushed)
    : { outcome: 'unfit', because: 'malformed', reason: sentenceOf(parsed.fault) };
  if (applied.outcome === 'accepted') return;
  const { outcome, reason } = applied;
  const what = { group: grouping.key, outcome, reason };
  groups.log.error(what, 'a push of the journal was left out');
}

/** What a group keeps of a push that a later one replaces: the time of the last one in vain. */
function replayFailure(
  { refuse }: Groups,
  bytes: Uint8Array,
): { readonly grouping: Grouping; readonly pushed: Pushed } {
  const pushed = decodePushed(bytes);
  const grouping = groupingIn(pushed.url);
  const { failedAtSeconds } = pushed;
  if (failedAtSeconds !== undefined) refuse(grouping, failedAtSeconds);
  return { grouping, pushed };
}

/** The body of a push out of the journal. */
export function parsedOf(body: Uint8Array, grouping: Grouping): Parsed {
  return atOnce(parsingOf(body, grouping));
}

/** The same of one that came while others wait. */
export function* parsingOf(body: Uint8Array, grouping: Grouping): Pausing<Parsed> {
  const text = textOf(body);
  return text.ok ? yield* parsing(text.text, (labels) => attached(labels, grouping)) : text;
}
