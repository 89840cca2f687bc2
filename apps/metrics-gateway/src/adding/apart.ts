import { conflictOf, type Beside, type Declared } from '../conflict.js';
import type { Family } from '../exposition/family.js';
import { isStamp } from '../groups/stamps.js';
import type { AddedFamily } from './push.js';
import type { Totals } from './totals.js';

interface Others {
  /** A family that the gateway itself counts. */
  readonly own: Beside;
  /** A family that a group has. */
  readonly grouped: Beside;
}

/** Why increments cannot be served beside the groups and the gateway's own metrics; undefined when they can. */
export function conflictOfAdded(
  families: readonly AddedFamily[],
  totals: Totals,
  { own, grouped }: Others,
): string | undefined {
  for (const family of families) {
    const fault = ownedFault(family, own) ?? groupedFault(family, grouped);
    if (fault !== undefined) return fault;
  }
  const pushed = new Map(families.map((family) => [family.name, declaredOf(family)]));
  return conflictOf(families.map(bare), (name) => {
    const other = own(name) ?? grouped(name) ?? declaredIn(totals, name);
    return other ?? pushed.get(name);
  });
}

/** Why a group cannot have these families; undefined when it can. */
export function conflictOfGrouped(families: readonly Family[], totals: Totals): string | undefined {
  const twice = families.find(({ name }) => totals.declared(name) !== undefined);
  if (twice === undefined) return undefined;
  return `${twice.name} comes as increments to /v1/push; a family is pushed one way or the other, so give one of the two another name`;
}

/** What the totals have under a name. */
export function declaredIn(totals: Totals, name: string): Declared | undefined {
  const declared = totals.declared(name);
  return declared === undefined ? undefined : declaredOf(declared);
}

function declaredOf({ type }: Pick<AddedFamily, 'type'>): Declared {
  return { type, owner: 'the increments of /v1/push' };
}

function bare({ name, type, help }: AddedFamily): Family {
  return { name, type, help, samples: [] };
}

/** The gateway's own series have no job, so one that names its job is never one of them. */
function ownedFault({ name, series }: AddedFamily, own: Beside): string | undefined {
  if (isStamp(name)) return `family ${name} is what the gateway says of groups`;
  if (own(name) === undefined) return undefined;
  const nameless = series.findIndex(({ labels }) => !labels.some(([label]) => label === 'job'));
  if (nameless === -1) return undefined;
  return `family ${name}, series ${String(nameless + 1)}: the label job is missing, and without it this is the gateway's own ${name}`;
}

function groupedFault({ name }: AddedFamily, grouped: Beside): string | undefined {
  const holder = grouped(name);
  if (holder === undefined) return undefined;
  return `family ${name} is pushed to /metrics/job/… too, by ${holder.owner}; a family is pushed one way or the other, so give one of the two another name`;
}
