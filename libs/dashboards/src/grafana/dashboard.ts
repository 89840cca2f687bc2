import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Links } from '@aura/alerts';
import type { Page, Panel, Row } from '../panel.js';
import { grafanaAnnotations, grafanaVariable, otherPages, TAG } from './frame.js';
import { grafanaPanel } from './panel.js';
import { HEIGHTS } from './views.js';

const GRID_COLUMNS = 24;

/** A page as the JSON that Grafana's file provisioning takes; with links to runbooks where they are known to lie. */
export function grafanaDashboard(page: Page, links: Links = {}): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- provisioning from files takes this classic form
  const dashboard = new DashboardBuilder(page.title)
    .uid(page.uid)
    .description(page.help)
    .tags([TAG])
    .readonly()
    .refresh(REFRESH[page.span])
    .time({ from: `now-${page.span}`, to: 'now' })
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(page.variables.map(grafanaVariable))
    .annotations([...grafanaAnnotations(page)])
    .link(otherPages());
  let id = 0;
  for (const row of page.rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) {
      id += 1;
      const built = grafanaPanel(panel, links).id(id).height(heightOf(row));
      dashboard.withPanel(built.span(widthOf(panel, row)));
    }
  }
  return `${JSON.stringify(dashboard.build(), withoutPlacement, 2)}\n`;
}

/** A page that shows days is asked for over days every time; nothing on it changes within seconds. */
const REFRESH: Readonly<Record<Page['span'], string>> = {
  '30m': '10s',
  '1h': '30s',
  '6h': '1m',
  '7d': '5m',
  '30d': '15m',
};

/** The SDK puts every link and mark into a menu that has to be opened first; left out, they stand at the top. */
function withoutPlacement(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value;
}

/** Panels of a row are of one height, or the next line would leave holes. */
function heightOf({ panels, height }: Row): number {
  return height ?? Math.max(...panels.map(({ view }) => HEIGHTS[view]));
}

/** Up to four panels share a line; more of them stand in threes, or in fours where that leaves fewer holes. */
function widthOf({ width }: Panel, { panels: { length } }: Row): number {
  if (width !== undefined) return width;
  if (length <= 4) return Math.floor(GRID_COLUMNS / length);
  return length % 3 === 0 ? GRID_COLUMNS / 3 : GRID_COLUMNS / 4;
}
