import { linkTo, SORTS, type Asked, type Section } from './asked.js';
import type { Chosen } from './chosen.js';
import { html, type Html, type Part } from './html.js';
import { countText } from './moment.js';

export interface Column<Row> {
  readonly title: string;
  /** Which of the orders that the section can be had in is this column's. */
  readonly sorts?: Readonly<Record<string, 'ascending' | 'descending'>>;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** Sentences take the whole width of a narrow screen. */
  readonly isWide?: boolean;
  readonly cell: (row: Row) => Part;
}

export interface Listing<Row> {
  readonly section: Section;
  readonly title: string;
  /** One sentence for who has not read the documentation. */
  readonly about: Part;
  readonly columns: readonly Column<Row>[];
  /** How the caption calls the order. */
  readonly orders: Readonly<Record<string, string>>;
  /** What is said where nothing is held. */
  readonly nothing: Part;
}

/** A section with its rows as a table: how many there are, in which order, and the way to the others. */
export function listed<Row>(listing: Listing<Row>, chosen: Chosen<Row>, asked: Asked): Html {
  const { section, title, about } = listing;
  return html`<section id="${section}" aria-labelledby="${section}-title">
    <h2 id="${section}-title">${title} <span class="count">${countText(chosen.all)}</span></h2>
    <p class="about">${about}</p>
    ${chosen.found === 0 ? nothingFound(listing, chosen, asked) : found(listing, chosen, asked)}
  </section> `;
}

function nothingFound<Row>({ nothing }: Listing<Row>, { all }: Chosen<Row>, { q }: Asked): Html {
  if (all === 0) return html`<p class="nothing">${nothing}</p>`;
  return html`<p class="nothing">None of ${countText(all)} matches <q>${q}</q>.</p>`;
}

function found<Row>(listing: Listing<Row>, chosen: Chosen<Row>, asked: Asked): Html {
  return html`${ordersOf(listing, asked)}
    <div class="scroll">
      <table role="table">
        <caption>
          ${captionOf(listing, chosen, asked)}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${listing.columns.map((one) => headOf(one, listing, asked))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${chosen.rows.map((row) => rowOf(listing, row))}
        </tbody>
      </table>
    </div>
    ${pagesOf(listing, chosen, asked)}`;
}

function captionOf<Row>(
  { section, orders }: Listing<Row>,
  chosen: Chosen<Row>,
  asked: Asked,
): Part {
  const { first, rows, found, all } = chosen;
  const from = countText(first + 1);
  const to = countText(first + rows.length);
  const order = orders[asked[section].sort] ?? '';
  const which =
    found === all ? countText(all) : `${countText(found)} that match, of ${countText(all)}`;
  return `${from} to ${to} of ${which}; order: ${order}`;
}

function ordersOf<Row>({ section, title, orders }: Listing<Row>, asked: Asked): Part {
  if (SORTS[section].length < 2) return undefined;
  const links = SORTS[section].map((sort) => {
    const current = asked[section].sort === sort ? html` aria-current="true"` : undefined;
    return html`<li>
      <a href="${linkTo(asked, section, { sort })}" ${current}>${orders[sort]}</a>
    </li>`;
  });
  return html`<nav class="orders" aria-label="Order of: ${title}">
    <ul>
      <li class="quiet" aria-hidden="true">Order:</li>
      ${links}
    </ul>
  </nav>`;
}

function headOf<Row>(
  { title, sorts, isFigure }: Column<Row>,
  { section }: Listing<Row>,
  asked: Asked,
): Html {
  const order = sorts?.[asked[section].sort];
  const sorted = order === undefined ? undefined : html` aria-sort="${order}"`;
  return html`<th role="columnheader" scope="col" ${sorted}${classOf({ isFigure })}>${title}</th>`;
}

/** Its title stands beside the cell where a narrow screen has no room for a table. */
function rowOf<Row>({ columns }: Listing<Row>, row: Row): Html {
  const cells = columns.map(({ title, isFigure, isWide, cell }, i) =>
    i === 0
      ? html`<th role="rowheader" scope="row">${cell(row)}</th>`
      : html`<td role="cell" data-title="${title}" ${classOf({ isFigure, isWide })}>
          <div>${cell(row)}</div>
        </td>`,
  );
  return html`
    <tr role="row">
      ${cells}
    </tr>
  `;
}

interface Width {
  readonly isFigure?: boolean | undefined;
  readonly isWide?: boolean | undefined;
}

function classOf({ isFigure, isWide }: Width): Part {
  if (isFigure === true) return html` class="figure"`;
  return isWide === true ? html` class="wide"` : undefined;
}

function pagesOf<Row>(
  { section, title }: Listing<Row>,
  { page, pages }: Chosen<Row>,
  asked: Asked,
): Part {
  if (pages === 1) return undefined;
  const link = (to: number, text: string): Html =>
    to < 1 || to > pages || to === page
      ? html`<li class="quiet">${text}</li>`
      : html`<li><a href="${linkTo(asked, section, { page: to })}">${text}</a></li>`;
  return html`<nav class="pages" aria-label="Pages of: ${title}">
    <ul>
      ${link(page === 1 ? 0 : 1, 'First')}${link(page - 1, 'Previous')}
      <li aria-current="page">Page ${countText(page)} of ${countText(pages)}</li>
      ${link(page + 1, 'Next')}${link(page === pages ? 0 : pages, 'Last')}
    </ul>
  </nav>`;
}
