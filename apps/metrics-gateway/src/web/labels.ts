import type { Label } from '../exposition/family.js';
import { cut, html, type Html } from './html.js';

/** A path has room for thousands of labels, a page has not. */
const MOST = 12;

/** The labels of a group, the job first, as a scrape writes them but for the braces. */
export function labelsOf(labels: readonly Label[]): Html {
  const job = labels.filter(([name]) => name === 'job');
  const others = labels.filter(([name]) => name !== 'job');
  const all = [...job, ...others];
  const shown = all.slice(0, MOST).map(labelOf);
  const rest = all.length - shown.length;
  return html`<span class="labels"
    >${shown}${rest > 0 ? html`<span class="quiet">and ${rest} more</span>` : undefined}</span
  >`;
}

/** Isolated, so that text which is written from right to left moves nothing beside it. */
function labelOf([name, value]: Label): Html {
  return html`<span class="label"
    ><span class="quiet">${cut(name)}=</span><bdi>${value === '' ? '""' : cut(value)}</bdi></span
  > `;
}
