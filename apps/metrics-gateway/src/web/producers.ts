import { spent } from './bar.js';
import { cut, html, type Part } from './html.js';
import { countText, moment } from './moment.js';
import type { ProducerRow } from './reading.js';
import type { Listing } from './table.js';

const NAMED = 5;

export function producersListing(nowSeconds: number, budget: number): Listing<ProducerRow> {
  return {
    section: 'producers',
    title: 'Producers',
    about: html`Processes that push increments to <code>/v1/push</code>. Each numbers its pushes, so
      that one which is sent twice counts once; a number that is missing is a push that has not
      arrived, or was never sent. Each may open ${countText(budget)} series.`,
    orders: {
      recent: 'most recent',
      silent: 'most silent',
      missing: 'most missing',
      name: 'by name',
    },
    nothing: 'Nobody has pushed increments lately.',
    columns: [
      {
        title: 'Producer',
        sorts: { name: 'ascending' },
        cell: ({ name }) => html`<bdi>${cut(name)}</bdi>`,
      },
      {
        title: 'Last push',
        sorts: { recent: 'descending', silent: 'ascending' },
        cell: ({ seenAt }) => moment(seenAt, nowSeconds),
      },
      { title: 'Newest number', isFigure: true, cell: ({ newest }) => countText(newest) },
      { title: 'Series opened', isFigure: true, cell: ({ series }) => countText(series) },
      { title: 'Of its budget', cell: ({ series }) => spent(series, budget) },
      { title: 'Missing', sorts: { missing: 'descending' }, cell: missingOf },
    ],
  };
}

function missingOf({ missing }: ProducerRow): Part {
  if (missing.length === 0) return html`<span class="quiet">none</span>`;
  const newest = missing.slice(-NAMED).map(countText).join(', ');
  const more = missing.length > NAMED ? ', the newest of them' : '';
  return html`<strong class="bad">${countText(missing.length)}</strong>${more}: ${newest}`;
}
