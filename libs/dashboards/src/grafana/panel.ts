import {
  DashboardLinkBuilder,
  MappingType,
  SpecialValueMatch,
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
  if (isLatest(panel.view)) builder.mappings([IDLE]);
  if (panel.states.length > 0) builder.mappings([mapping(panel.states)]);
  const cells = cellLinks(panel, links);
  if (cells.length > 0) builder.overrideByName('alertname', [{ id: 'links', value: cells }]);
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

/** What a share or a percentile is while there is nothing to take it of. */
const IDLE: ValueMapping = {
  type: MappingType.SpecialValue,
  options: { match: SpecialValueMatch.NotANumber, result: { text: 'idle', color: 'text' } },
};

function detailLinks({ detail }: Panel): readonly DashboardLinkBuilder[] {
  if (detail === undefined) return [];
  return [new DashboardLinkBuilder('More').url(`/d/${detail}?\${__url_time_range}`)];
}

interface AlertLink {
  readonly title: string;
  readonly url: string;
  readonly targetBlank: boolean;
}

/** From the name of an alert in a table to the same places that the panels which draw it lead to. */
function cellLinks({ view, queries }: Panel, links: Links): readonly AlertLink[] {
  if (view !== 'table' || !queries.some(({ legend }) => legend.includes('{{alertname}}')))
    return [];
  return leadingTo('${__value.text}', links);
}

function alertLinks({ alerts }: Panel, links: Links): readonly DashboardLinkBuilder[] {
  return alerts
    .flatMap((name) => leadingTo(name, links))
    .map(({ title, url, targetBlank }) =>
      new DashboardLinkBuilder(title).url(url).targetBlank(targetBlank),
    );
}

/** Grafana's own page of the rule, which has a button for the runbook, and the runbook where it is known to lie. */
function leadingTo(name: string, { runbookBase }: Links): readonly AlertLink[] {
  const alert = {
    title: `Alert ${name}`,
    url: `/alerting/list?search=${name}`,
    targetBlank: false,
  };
  if (runbookBase === undefined) return [alert];
  const url = `${runbookBase.replace(/\/+$/, '')}/${name}.md`;
  return [alert, { title: `Runbook of ${name}`, url, targetBlank: true }];
}
