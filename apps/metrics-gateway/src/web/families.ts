import { spent } from './bar.js';
import { cut, html, type Html } from './html.js';
import { countText } from './moment.js';
import type { FamilyRow } from './reading.js';
import type { Listing } from './table.js';

export function familiesListing(budget: number): Listing<FamilyRow> {
  return {
    section: 'families',
    title: 'Families',
    about: html`A family is all series of one metric name. It may have ${countText(budget)} series,
    whoever pushed them; one that has many usually has a label with too many values.`,
    orders: { series: 'most series', name: 'by name', spread: 'most groups' },
    nothing: 'No family is held.',
    columns: [
      { title: 'Family', sorts: { name: 'ascending' }, cell: nameOf },
      {
        title: 'Type',
        cell: ({ type, unit }) =>
          html`${type}${unit === undefined ? undefined : html` <span class="quiet">in ${unit}</span>`}`,
      },
      {
        title: 'Series',
        isFigure: true,
        sorts: { series: 'descending' },
        cell: ({ series }) => countText(series),
      },
      {
        title: 'Of its budget',
        cell: ({ series }) => spent(series, budget),
      },
      { title: 'Pushed by', sorts: { spread: 'descending' }, cell: pusherOf },
      {
        title: 'In the catalogue',
        cell: ({ isKnown }) => (isKnown ? 'yes' : html`<span class="quiet">no</span>`),
      },
    ],
  };
}

function nameOf({ name, help }: FamilyRow): Html {
  const about = help === undefined || help === '' ? 'without a help text' : cut(help);
  return html`<code>${cut(name)}</code><span class="help"><bdi>${about}</bdi></span>`;
}

function pusherOf({ groups }: FamilyRow): string {
  if (groups === 0) return 'increments, added up';
  return groups === 1 ? 'one group' : `${countText(groups)} groups`;
}
