import { matcher, type Asked, type Section } from './asked.js';
import type { FamilyRow, GroupRow, ProducerRow, Reading } from './reading.js';
import type { Remembered } from '../outcomes.js';
import { inTurns, sortedInTurns } from './turns.js';

/** Rows of a section on one page. */
const ROWS = 25;

/** One page of what was found. */
export interface Chosen<Row> {
  readonly rows: readonly Row[];
  /** Place of the first of them, from 0. */
  readonly first: number;
  /** On all pages. */
  readonly found: number;
  /** Whatever the search. */
  readonly all: number;
  readonly page: number;
  readonly pages: number;
}

export interface ChosenPage {
  readonly groups: Chosen<GroupRow>;
  readonly families: Chosen<FamilyRow>;
  readonly producers: Chosen<ProducerRow>;
  readonly refused: Chosen<Remembered>;
}

/** What the address asks for, of all that is held. */
export async function choose(reading: Reading, asked: Asked): Promise<ChosenPage> {
  const matches = matcher(asked.q);
  return {
    groups: await pageOf(reading.groups, {
      page: asked.groups.page,
      isFound: ({ grouping }) => matches(labelTexts(grouping.labels)),
      compare: GROUP_ORDERS[asked.groups.sort],
    }),
    families: await pageOf(reading.families, {
      page: asked.families.page,
      isFound: ({ name, type, help = '' }) => matches([name, type, help]),
      compare: FAMILY_ORDERS[asked.families.sort],
    }),
    producers: await pageOf(reading.producers, {
      page: asked.producers.page,
      isFound: ({ name }) => matches([name]),
      compare: PRODUCER_ORDERS[asked.producers.sort],
    }),
    refused: await pageOf(reading.refused, {
      page: asked.refused.page,
      isFound: ({ route, reason, said, who = '' }) => matches([route, reason, said, who]),
      compare: (a, b) => b.atSeconds - a.atSeconds,
    }),
  };
}

/** So that both `host=h1` and `host="h1"` find it, and words of a value too. */
function labelTexts(labels: GroupRow['grouping']['labels']): readonly string[] {
  return labels.flatMap(([name, value]) => [`${name}=${value}`, `${name}="${value}"`]);
}

type Orders<S extends Section, Row> = Readonly<
  Record<Asked[S]['sort'], (a: Row, b: Row) => number>
>;

const GROUP_ORDERS: Orders<'groups', GroupRow> = {
  recent: (a, b) => b.pushedAt - a.pushedAt,
  silent: (a, b) => a.pushedAt - b.pushedAt,
  refused: (a, b) => b.failedAt - a.failedAt,
  series: (a, b) => b.series - a.series,
  name: (a, b) => (a.grouping.key < b.grouping.key ? -1 : 1),
};

const FAMILY_ORDERS: Orders<'families', FamilyRow> = {
  series: (a, b) => b.series - a.series,
  name: byName,
  spread: (a, b) => b.groups - a.groups,
};

const PRODUCER_ORDERS: Orders<'producers', ProducerRow> = {
  recent: (a, b) => b.seenAt - a.seenAt,
  silent: (a, b) => a.seenAt - b.seenAt,
  missing: (a, b) => b.missing.length - a.missing.length,
  name: byName,
};

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

interface Choice<Row> {
  readonly page: number;
  readonly isFound: (row: Row) => boolean;
  readonly compare: (a: Row, b: Row) => number;
}

async function pageOf<Row>(all: readonly Row[], choice: Choice<Row>): Promise<Chosen<Row>> {
  const found: Row[] = [];
  await inTurns(all, (row) => {
    if (choice.isFound(row)) found.push(row);
  });
  const sorted = await sortedInTurns(found, choice.compare);
  const pages = Math.max(1, Math.ceil(found.length / ROWS));
  const page = Math.min(choice.page, pages);
  const first = (page - 1) * ROWS;
  const rows = sorted.slice(first, first + ROWS);
  return { rows, first, found: found.length, all: all.length, page, pages };
}
