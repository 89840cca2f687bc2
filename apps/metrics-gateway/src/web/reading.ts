import { METRICS, type Unit } from '@aura/metrics';
import type { Budgets } from '../adding/budgets.js';
import type { Totals } from '../adding/totals.js';
import type { Producer, Producers } from '../adding/producers.js';
import type { FamilyType } from '../exposition/family.js';
import type { Grouping } from '../groups/group.js';
import type { Outcomes, Remembered } from '../outcomes.js';
import type { Glimpse, PushStore } from '../groups/store.js';
import { inTurns } from './turns.js';

export interface GroupRow {
  readonly grouping: Grouping;
  /** Seconds since the epoch, 0 for never. */
  readonly pushedAt: number;
  readonly failedAt: number;
  readonly families: number;
  readonly series: number;
}

export interface FamilyRow {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
  /** Of a family that the catalogue knows. */
  readonly unit: Unit | undefined;
  readonly isKnown: boolean;
  readonly series: number;
  /** How many groups have it; none where it comes as increments. */
  readonly groups: number;
}

export interface ProducerRow extends Pick<
  Producer<unknown>,
  'name' | 'newest' | 'seenAt' | 'missing'
> {
  /** That it opened and that are still held, in quarantine too, as a scrape counts them. */
  readonly series: number;
}

export interface Reading {
  readonly groups: readonly GroupRow[];
  readonly families: readonly FamilyRow[];
  readonly producers: readonly ProducerRow[];
  readonly refused: readonly Remembered[];
}

export interface Sources {
  readonly store: PushStore;
  readonly totals: Totals;
  readonly producers: Producers<unknown>;
  readonly budgets: Budgets;
  readonly outcomes: Outcomes;
}

const KNOWN = new Map(METRICS.map((metric) => [metric.name, metric]));

/** Sizes and counts of all that is held. It is read in turns, so it is not of one moment as a scrape is. */
export async function read(sources: Sources): Promise<Reading> {
  const { store, totals, producers, budgets, outcomes } = sources;
  const groups = new Map<string, Writable<GroupRow>>();
  const families = new Map<string, Writable<FamilyRow>>();
  await inTurns(steps(store), ({ group, name, held }) => {
    const { grouping, stamp } = group;
    const row = groups.get(grouping.key) ?? { grouping, ...times(stamp), families: 0, series: 0 };
    groups.set(grouping.key, row);
    if (held === undefined) return;
    row.families += 1;
    row.series += held.series;
    const family: Writable<FamilyRow> = families.get(name) ?? empty(name, held);
    families.set(name, family);
    family.groups += 1;
    family.series += held.series;
    family.help ??= held.help;
  });
  await inTurns(totals.glimpses(), ({ declared, help, series }) => {
    families.set(declared.name, { ...empty(declared.name, { ...declared, help }), series });
  });
  return {
    groups: [...groups.values()],
    families: [...families.values()],
    producers: producers.saved().map((one) => ({ ...one, series: budgets.openedBy(one.name) })),
    refused: outcomes.recent(),
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Held = Glimpse['families'] extends ReadonlyMap<string, infer H> ? H : never;

interface Step {
  readonly group: Glimpse;
  readonly name: string;
  /** Undefined for the group itself, which may have no family. */
  readonly held: Held | undefined;
}

/** A group may have as many families as all others together, so each family is a step of its own. */
function* steps(store: PushStore): Generator<Step> {
  for (const group of store.glimpses()) {
    yield { group, name: '', held: undefined };
    for (const [name, held] of group.families) yield { group, name, held };
  }
}

function times({ pushedAt, failedAt }: Glimpse['stamp']): Glimpse['stamp'] {
  return { pushedAt, failedAt };
}

function empty(name: string, { type, help }: Pick<FamilyRow, 'type' | 'help'>): FamilyRow {
  const known = KNOWN.get(name);
  const isKnown = known !== undefined;
  return {
    name,
    type,
    help: help ?? known?.help,
    unit: known?.unit,
    isKnown,
    series: 0,
    groups: 0,
  };
}
