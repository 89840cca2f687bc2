import {
  DashboardBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
} from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { VectorUnit } from '@aura/metrics/promql';
import type { Page, Panel, Row } from './panel.js';

/** The datasource that provisioning creates; every query names it, so that no default can be wrong. */
export const DATASOURCE = { type: 'prometheus', uid: 'aura-prometheus' } as const;

const GRID_COLUMNS = 24;

/** A page as the JSON that Grafana's file provisioning takes. */
export function grafanaDashboard(page: Page): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- provisioning from files takes this classic form
  const dashboard = new DashboardBuilder(page.title)
    .uid(page.uid)
    .tags(['aura'])
    .readonly()
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .timezone('browser');
  let id = 0;
  for (const row of page.rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) {
      id += 1;
      dashboard.withPanel(grafanaPanel(panel, row).id(id));
    }
  }
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`;
}

function grafanaPanel(panel: Panel, row: Row): StatBuilder | TimeseriesBuilder {
  const builder = panel.view === 'stat' ? new StatBuilder() : lines(panel);
  builder
    .title(panel.title)
    .description(panel.help)
    .datasource(DATASOURCE)
    .unit(GRAFANA_UNIT[panel.unit])
    .height(panel.view === 'stat' ? 5 : 8)
    .span(Math.floor(GRID_COLUMNS / row.panels.length));
  panel.queries.forEach(({ promql, legend }, index) => {
    builder.withTarget(
      new DataqueryBuilder()
        .expr(promql)
        .legendFormat(legend)
        .refId(String.fromCharCode('A'.charCodeAt(0) + index))
        .datasource(DATASOURCE),
    );
  });
  return builder;
}

function lines({ limit }: Panel): TimeseriesBuilder {
  const builder = new TimeseriesBuilder().lineWidth(2).fillOpacity(10);
  if (limit === undefined) return builder;
  return builder
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { color: 'green', value: null },
        { color: 'red', value: limit },
      ]),
    )
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line));
}

/** Grafana's identifiers of units, from its own list of categories. */
const GRAFANA_UNIT: Readonly<Record<VectorUnit, string>> = {
  count: 'short',
  'count/s': 'cps',
  money: 'short',
  'money/s': 'short',
  score: 'short',
  'score/s': 'short',
  seconds: 's',
  'seconds/s': 'percentunit',
  bytes: 'bytes',
  'bytes/s': 'Bps',
  ratio: 'percentunit',
  'ratio/s': 'short',
  percent: 'percent',
  'percent/s': 'short',
};
