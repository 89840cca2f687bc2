import type { FsyncPolicy } from '../journal/writer.js';
import { bar } from './bar.js';
import { html, type Html, type Part } from './html.js';
import { countText, exactText, shareText, spanText } from './moment.js';

/** The gateway in a few figures. */
export interface Glance {
  readonly groups: number;
  readonly groupLimit: number;
  readonly series: number;
  /** Series that may be held: by all together, and by each of them. */
  readonly budget: number;
  readonly budgets: { readonly family: number; readonly group: number; readonly producer: number };
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  /** Series that no scrape shows, because the catalogue does not know their families. */
  readonly quarantined: number;
  /** When what was pushed is forced to the disk; undefined where it is held in memory alone. */
  readonly fsync: FsyncPolicy | undefined;
  readonly startedAt: number;
}

/** A budget that is so full is worth a look; the alert has its own threshold. */
export interface Judged {
  readonly alarmingShare: number;
}

export function glanceOf(glance: Glance, { alarmingShare }: Judged, nowSeconds: number): Html {
  return html`<section id="glance" aria-labelledby="glance-title">
    <h2 id="glance-title" class="unseen">At a glance</h2>
    <div class="tiles">
      ${seriesTile(glance, alarmingShare)}
      ${tile('Groups', countText(glance.groups), `of at most ${countText(glance.groupLimit)}`)}
      ${tile('Pushes accepted', countText(glance.accepted), duplicates(glance))}
      ${refusedTile(glance)} ${journalTile(glance)}
      ${tile('Running for', spanText(nowSeconds - glance.startedAt), `since ${exactText(glance.startedAt)}`)}
    </div>
    ${quarantineNote(glance)}
  </section> `;
}

function quarantineNote({ quarantined }: Glance): Part {
  if (quarantined === 0) return undefined;
  return html`<p class="searched">
    <strong class="bad">${countText(quarantined)} series are in quarantine:</strong> the catalogue
    does not know their families, so no scrape shows them.
    <a href="/v1/quarantine">Which, and the nearest names it knows</a>
  </p>`;
}

function tile(title: string, figure: Part, about: Part): Html {
  return html`<div class="tile">
    <h3>${title}</h3>
    <p class="figure-large">${figure}</p>
    <p class="quiet">${about}</p>
  </div>`;
}

function seriesTile({ series, budget }: Glance, alarmingShare: number): Html {
  const share = series / budget;
  const isAlarming = share >= alarmingShare;
  const about = html`${bar(share, isAlarming)}${shareText(share)} of the budget of
  ${countText(budget)}${
    isAlarming ? html`. <strong class="bad">Past it, pushes are refused.</strong>` : undefined
  }`;
  return tile('Series held', countText(series), about);
}

function duplicates({ duplicate }: Glance): string {
  return duplicate === 0
    ? 'none came twice'
    : `${countText(duplicate)} came again and counted once`;
}

function refusedTile({ refused }: Glance): Html {
  if (refused === 0) return tile('Pushes refused', '0', 'since the gateway started');
  const figure = html`<strong class="bad">${countText(refused)}</strong>`;
  return tile('Pushes refused', figure, html`<a href="#refused">why, and what to do</a>`);
}

const JOURNAL: Readonly<Record<FsyncPolicy, string>> = {
  always: 'an accepted push survives a power cut',
  interval: 'an accepted push survives a crash; a power cut takes the last second',
  never: 'an accepted push survives a crash; a power cut takes about half a minute',
};

function journalTile({ fsync }: Glance): Html {
  if (fsync !== undefined) return tile('Journal', 'on', JOURNAL[fsync]);
  const off = html`<strong class="bad">off</strong>`;
  return tile('Journal', off, html`all of this is lost at a restart; set <code>DATA_DIR</code>`);
}
