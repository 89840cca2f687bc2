import { html, type Html } from './html.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long, in the two largest units that say something: `3 d 4 h`, `12 min`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${String(whole)} s`;
  if (whole < HOUR) return `${String(Math.floor(whole / MINUTE))} min`;
  if (whole < DAY) return two(whole, [HOUR, 'h'], [MINUTE, 'min']);
  return two(whole, [DAY, 'd'], [HOUR, 'h']);
}

type UnitOfTime = readonly [seconds: number, name: string];

function two(seconds: number, large: UnitOfTime, small: UnitOfTime): string {
  const rest = Math.floor((seconds % large[0]) / small[0]);
  const whole = `${String(Math.floor(seconds / large[0]))} ${large[1]}`;
  return rest === 0 ? whole : `${whole} ${String(rest)} ${small[1]}`;
}

/** In UTC, to the second. */
export function exactText(atSeconds: number): string {
  const [day = '', time = ''] = new Date(atSeconds * 1000).toISOString().split('T');
  return `${day} ${time.slice(0, 8)} UTC`;
}

/** A moment as its age, with the exact time for who points at it; 0 is never. */
export function moment(atSeconds: number, nowSeconds: number): Html {
  if (atSeconds === 0) return html`<span class="quiet">never</span>`;
  const exact = exactText(atSeconds);
  const stamp = new Date(atSeconds * 1000).toISOString();
  const age = nowSeconds - atSeconds;
  return html`<time datetime="${stamp}" title="${exact}"
    >${age < 1 ? 'now' : `${spanText(age)} ago`}</time
  >`;
}

const GROUPED = new Intl.NumberFormat('en');

/** `12,345`. */
export function countText(count: number): string {
  return GROUPED.format(count);
}

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** `12.3%`; what is there is never 0. */
export function shareText(ratio: number): string {
  return ratio > 0 && ratio < 0.001 ? '<0.1%' : PERCENT.format(ratio);
}
