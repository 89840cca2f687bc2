import {
  DashboardLinkBuilder,
  MappingType,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Links } from '@aura/alerts';
import type { Panel, Query, View } from '../panel.js';
import { DATASOURCE } from './datasource.js';
import { thresholdsOf } from './thresholds.js';
import { GRAFANA_UNIT } from './unit.js';
import { VIEWS, type AnyBuilder } from './views.js';

export function grafanaPanel(panel: Panel, links: Links): AnyBuilder {
  const builder = VIEWS[panel.view](panel)
    .title(panel.title)
    .description(panel.help)
    .datasource(DATASOURCE)
    .unit(GRAFANA_UNIT[panel.unit])
    .thresholds(thresholdsOf(panel.limits))
    .links([...detailLinks(panel), ...alertLinks(panel, links)]);
  if (panel.states.length > 0) builder.mappings([mapping(panel.states)]);
  if (panel.whenEmpty !== undefined) builder.noValue(panel.whenEmpty);
  panel.queries.forEach((query, index) => builder.withTarget(target(query, index, panel.view)));
  return builder;
}

/** Views of the latest value ask for that alone, which costs Prometheus one step instead of hundreds. */
function target({ promql, legend }: Query, index: number, view: View): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .expr(promql)
    .legendFormat(legend)
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(DATASOURCE)
    .format(FORMAT[view] ?? PromQueryFormat.TimeSeries);
  return isLatest(view) ? query.instant() : query.range();
}

const FORMAT: Readonly<Partial<Record<View, PromQueryFormat>>> = {
  table: PromQueryFormat.Table,
  heatmap: PromQueryFormat.Heatmap,
};

/** True for views that show the latest value and no history. */
export function isLatest(view: View): boolean {
  return view !== 'timeseries' && view !== 'heatmap' && view !== 'timeline';
}

function mapping(states: Panel['states']): ValueMapping {
  const options = Object.fromEntries(
    states.map(({ value, text, color }, index) => [String(value), { text, color, index }] as const),
  );
  return { type: MappingType.ValueToText, options };
}

function detailLinks({ detail }: Panel): readonly DashboardLinkBuilder[] {
  if (detail === undefined) return [];
  return [new DashboardLinkBuilder('More').url(`/d/${detail}?\${__url_time_range}`)];
}

/** Grafana's own page of the rule, which has a button for the runbook, and the runbook where it is known to lie. */
function alertLinks({ alerts }: Panel, { runbookBase }: Links): readonly DashboardLinkBuilder[] {
  return alerts.flatMap((name) => [
    new DashboardLinkBuilder(`Alert ${name}`).url(`/alerting/list?search=${name}`),
    ...(runbookBase === undefined
      ? []
      : [
          new DashboardLinkBuilder(`Runbook of ${name}`)
            .url(`${runbookBase.replace(/\/+$/, '')}/${name}.md`)
            .targetBlank(true),
        ]),
  ]);
}
