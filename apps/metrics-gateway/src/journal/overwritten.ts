import type { RecordKind } from './journal.js';
import type { JournalRecord } from './record.js';

export const EVERYTHING = (): undefined => undefined;

/** For a kind that is cheap to replay and sets all of what it names: its records are never left out. */
export function setting(
  does: (body: Uint8Array) => unknown,
  key: (body: Uint8Array) => string | undefined,
): Pick<RecordKind, 'replay' | 'overwriting'> {
  const replay = (body: Uint8Array): void => void does(body);
  return {
    replay,
    overwriting: { sets: (body) => ({ key: key(body), isWhole: true }), pass: replay },
  };
}

/** Replays the records in their order, those that are overwritten as briefly as their kind allows. */
export function replayAll(
  records: readonly JournalRecord[],
  kindOf: (name: string) => RecordKind,
): void {
  const overwritten = overwrittenIn(records, kindOf);
  for (const [i, { kind, body, leftOut }] of records.entries()) {
    const { overwriting } = kindOf(kind);
    if (overwriting !== undefined && overwritten.has(i)) overwriting.pass(body);
    else kindOf(kind).replay(body, leftOut);
  }
}

/**
 * Which records need no replay, because all that they set is set anew by a later one, and nothing in between could
 * tell whether it was there; by their place in the list.
 */
function overwrittenIn(
  records: readonly JournalRecord[],
  kindOf: (name: string) => RecordKind,
): ReadonlySet<number> {
  const overwritten = new Set<number>();
  const setLater = new Set<string | undefined>();
  for (const [i, { kind, body }] of [...records.entries()].reverse()) {
    const { overwriting, isKeptInPart } = kindOf(kind);
    if (isKeptInPart === true) setLater.clear();
    const sets = overwriting?.sets(body);
    if (sets === undefined) continue;
    if (setLater.has(sets.key) || setLater.has(undefined)) overwritten.add(i);
    else if (sets.isWhole) setLater.add(sets.key);
  }
  return overwritten;
}
