import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BigValueColorMode,
  BigValueTextMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  ReduceDataOptionsBuilder,
  TableSortByFieldStateBuilder,
  TooltipDisplayMode,
  SortOrder,
  LegendDisplayMode,
  LegendPlacement,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge';
import {
  PanelBuilder as HeatmapBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel, View } from '../panel.js';
import { GRAFANA_UNIT } from './unit.js';

export type AnyBuilder =
  | BarsBuilder
  | GaugeBuilder
  | HeatmapBuilder
  | StatBuilder
  | TableBuilder
  | TimelineBuilder
  | TimeseriesBuilder;

/** What each view has that the others have not. */
export const VIEWS: Readonly<Record<View, (panel: Panel) => AnyBuilder>> = {
  timeseries: (panel) => {
    const { limits } = panel;
    const lines = new TimeseriesBuilder()
      .lineWidth(2)
      .fillOpacity(10)
      .showPoints(VisibilityMode.Auto)
      .legend(named())
      .tooltip(everyLine());
    fit(lines, panel);
    return limits.length === 0 ? lines : lines.thresholdsStyle(limitStyle(limits));
  },
  stat: ({ limits, states }) =>
    new StatBuilder()
      .reduceOptions(latest())
      .textMode(BigValueTextMode.Auto)
      .colorMode(
        limits.length + states.length === 0 ? BigValueColorMode.None : BigValueColorMode.Background,
      ),
  gauge: ({ unit }) => {
    const dial = new GaugeBuilder().reduceOptions(latest()).min(0);
    return unit === 'ratio' ? dial.max(1) : dial;
  },
  bars: () =>
    new BarsBuilder().reduceOptions(latest()).orientation(VizOrientation.Horizontal).min(0),
  table: ({ title, firstBy = [] }) =>
    new TableBuilder()
      .transformations([withoutTime(title)])
      .sortBy(
        firstBy.map(({ column, isDescending }) =>
          new TableSortByFieldStateBuilder().displayName(column).desc(isDescending),
        ),
      ),
  heatmap: ({ unit }) =>
    new HeatmapBuilder().calculate(false).yAxis(new YAxisConfigBuilder().unit(GRAFANA_UNIT[unit])),
  timeline: () =>
    new TimelineBuilder().mergeValues(true).showValue(VisibilityMode.Never).rowHeight(0.8),
};

/** Grid rows that a view needs to be read. */
export const HEIGHTS: Readonly<Record<View, number>> = {
  timeseries: 8,
  stat: 4,
  gauge: 6,
  bars: 8,
  table: 8,
  heatmap: 8,
  timeline: 8,
};

function latest(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']);
}

/** The SDK shows no legend unless told to. */
function named(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs(['lastNotNull']);
}

function everyLine(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}

/**
 * The axis shows where nothing and the nearest limit are, whatever the values: left to itself it blows a tremble up to
 * a cliff and leaves the limit out. It still grows with the values. Scores live close to one and far from nothing.
 */
function fit(lines: TimeseriesBuilder, { limits, unit }: Panel): void {
  const values = limits.map(({ value }) => value);
  const isBelow = limits.some(({ breach }) => breach === 'below');
  if (!unit.startsWith('score')) lines.axisSoftMin(0);
  else if (isBelow) lines.axisSoftMin(Math.min(...values));
  if (values.length > 0) lines.axisSoftMax(isBelow ? Math.max(...values) : Math.min(...values));
}

/** A line has the colour of what is above it: where bad is below, only the area shows it. */
function limitStyle(limits: Panel['limits']): GraphThresholdsStyleConfigBuilder {
  const isBelow = limits.some(({ breach }) => breach === 'below');
  return new GraphThresholdsStyleConfigBuilder().mode(
    isBelow ? GraphThresholdsStyleMode.LineAndArea : GraphThresholdsStyleMode.Line,
  );
}

function withoutTime(title: string): { id: string; options: object } {
  return {
    id: 'organize',
    options: { excludeByName: { Time: true }, renameByName: { Value: title } },
  };
}
