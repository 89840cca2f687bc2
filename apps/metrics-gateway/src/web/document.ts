import { kept, type Asked } from './asked.js';
import type { ChosenPage } from './chosen.js';
import { emptyState } from './empty.js';
import { familiesListing } from './families.js';
import { glanceOf, type Glance, type Judged } from './glance.js';
import { groupsListing } from './groups.js';
import { html, type Html } from './html.js';
import { countText, exactText } from './moment.js';
import { producersListing } from './producers.js';
import { refusedListing } from './refused.js';
import { listed } from './table.js';

/** All that the page shows. */
export interface Shown extends Judged {
  readonly asked: Asked;
  readonly chosen: ChosenPage;
  readonly glance: Glance;
  readonly nowSeconds: number;
  /** Scheme, host and port, as the reader has reached this page. */
  readonly origin: string;
  /** Where the whole text is served; undefined where it is on a port of its own. */
  readonly metricsPath: string | undefined;
}

export function documentOf(shown: Shown): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${titleOf(shown)}</title>
        <link rel="icon" href="/web/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/web/page.css" />
        <script src="/web/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#state">Skip to the state</a>
        ${headerOf(shown)}
        <main id="state" tabindex="-1">${stateOf(shown)}</main>
        ${footerOf(shown)}
      </body>
    </html> `;
}

function titleOf({ asked: { q } }: Shown): string {
  return q === '' ? 'Metrics gateway' : `${q} · Metrics gateway`;
}

function headerOf({ asked, metricsPath }: Shown): Html {
  const hidden = kept(asked).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<header>
    <div class="title">
      <h1>Metrics gateway</h1>
      <p class="quiet">What jobs have pushed, and what Prometheus gets of it.</p>
    </div>
    <form role="search" action="/" method="get">
      <label for="q">Search</label>
      <input
        id="q"
        name="q"
        type="search"
        value="${asked.q}"
        maxlength="200"
        autocomplete="off"
        placeholder="job=sweep, a family, a producer"
      />${hidden}
      <button type="submit">Search</button
      >${asked.q === '' ? undefined : html` <a href="/">Show all</a>`}
    </form>
    <div class="tools">
      <label id="refresh" hidden><input type="checkbox" /> Refresh every 5 s</label
      ><span id="refresh-said" role="status"></span>
      ${metricsPath === undefined ? undefined : html`<a href="${metricsPath}">All as text</a>`}
      <a href="/api/v1/metrics">Groups as JSON</a> <a href="/health">Health</a>
    </div>
  </header>`;
}

/** The part that a refresh replaces. */
function stateOf(shown: Shown): Html {
  const { asked, chosen, glance, nowSeconds } = shown;
  const { budgets } = glance;
  const now = exactText(nowSeconds);
  const searched = asked.q === '' ? undefined : searchedFor(asked, chosen);
  return html`<p class="quiet">
      As of <time datetime="${new Date(nowSeconds * 1000).toISOString()}">${now}</time>. All times
      are UTC; pushes are timed by the gateway's clock.
    </p>
    ${searched}${glanceOf(glance, shown, nowSeconds)}${isEmpty(chosen) ? emptyState(shown.origin) : undefined}
    ${contents(chosen)}
    ${listed(groupsListing(nowSeconds, budgets.group), chosen.groups, asked)}${listed(familiesListing(budgets.family), chosen.families, asked)}${listed(producersListing(nowSeconds, budgets.producer), chosen.producers, asked)}${listed(refusedListing(nowSeconds), chosen.refused, asked)}`;
}

function searchedFor({ q }: Asked, { groups, families, producers, refused }: ChosenPage): Html {
  const found = [
    `groups ${countText(groups.found)}`,
    `families ${countText(families.found)}`,
    `producers ${countText(producers.found)}`,
    `refused pushes ${countText(refused.found)}`,
  ].join(', ');
  return html`<p class="searched" role="status">Found for <q>${q}</q>: ${found}.</p> `;
}

function contents({ groups, families, producers, refused }: ChosenPage): Html {
  const link = (section: string, title: string, count: number): Html =>
    html`<li>
      <a href="#${section}">${title} <span class="count">${countText(count)}</span></a>
    </li>`;
  return html`<nav class="contents" aria-label="Sections">
    <ul>
      ${link('groups', 'Groups', groups.all)}${link('families', 'Families', families.all)}${link('producers', 'Producers', producers.all)}${link('refused', 'Refused pushes', refused.all)}
    </ul>
  </nav>`;
}

function isEmpty({ groups, families, producers }: ChosenPage): boolean {
  return groups.all + families.all + producers.all === 0;
}

function footerOf({ metricsPath }: Shown): Html {
  const where =
    metricsPath === undefined
      ? html`<code>/metrics</code> on the port of <code>METRICS_PORT</code>`
      : html`<code>${metricsPath}</code>`;
  return html`<footer class="quiet">
    <p>
      Prometheus scrapes all of this from ${where}. The times of pushes are in
      <code>push_time_seconds</code>, for an alert on a job that has fallen silent.
    </p>
  </footer>`;
}
