import { urlOf } from '../groups/pushed.js';
import { spent } from './bar.js';
import { cut, html, type Html, type Part } from './html.js';
import { labelsOf } from './labels.js';
import { countText, moment } from './moment.js';
import type { GroupRow } from './reading.js';
import type { Column, Listing } from './table.js';

export function groupsListing(nowSeconds: number, budget: number): Listing<GroupRow> {
  return {
    section: 'groups',
    title: 'Groups',
    about: html`What a job last pushed to <code>/metrics/job/…</code>, under the labels of that
      address. It stays until it is replaced, deleted or expires, so an old push is still served. A
      group may have ${countText(budget)} series.`,
    orders: {
      recent: 'most recent',
      silent: 'most silent',
      refused: 'lately refused',
      series: 'most series',
      name: 'by name',
    },
    nothing: 'No group is held.',
    columns: columnsOf(nowSeconds, budget),
  };
}

function columnsOf(nowSeconds: number, budget: number): readonly Column<GroupRow>[] {
  return [
    {
      title: 'Group',
      sorts: { name: 'ascending' },
      cell: ({ grouping }) => labelsOf(grouping.labels),
    },
    {
      title: 'Last push',
      sorts: { recent: 'descending', silent: 'ascending' },
      cell: ({ pushedAt }) => moment(pushedAt, nowSeconds),
    },
    {
      title: 'Last refused',
      sorts: { refused: 'descending' },
      cell: (row) => failure(row, nowSeconds),
    },
    { title: 'Families', isFigure: true, cell: ({ families }) => countText(families) },
    {
      title: 'Series',
      isFigure: true,
      sorts: { series: 'descending' },
      cell: ({ series }) => countText(series),
    },
    { title: 'Of its budget', cell: ({ series }) => spent(series, budget) },
    { title: 'As text', cell: textLink },
  ];
}

function textLink({ grouping }: GroupRow): Html {
  const name = `Text of the group ${cut(grouping.key)}`;
  return html`<a href="${urlOf(grouping)}" aria-label="${name}">text</a>`;
}

/** That what is served is not the newest is worth a word. */
function failure({ pushedAt, failedAt }: GroupRow, nowSeconds: number): Part {
  const at = moment(failedAt, nowSeconds);
  return failedAt > pushedAt ? html`${at} <strong class="bad">newest push refused</strong>` : at;
}
