import { html, type Html } from './html.js';
import { shareText } from './moment.js';

/** How much of a budget is spent. */
export function spent(series: number, budget: number): Html {
  const share = series / budget;
  return html`<span class="share">${bar(share)} ${shareText(share)}</span>`;
}

/** A bar that is so full, from 0 to 1. The figure that it draws stands beside it as text. */
export function bar(ratio: number, isAlarming = false): Html {
  const width = ratio > 0 ? Math.max(1, Math.min(100, Math.round(ratio * 100))) : 0;
  return html`<svg
    class="bar${isAlarming ? ' alarming' : ''}"
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="track" width="100" height="8" />
    <rect class="filled" width="${width}" height="8" />
  </svg>`;
}
