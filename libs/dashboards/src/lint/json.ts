import { z } from 'zod';
import { DATASOURCE } from '../grafana/datasource.js';
import type { Finding } from './finding.js';

/* What Grafana reads out of a dashboard file, as far as we write it: anything else there is a mistake. */

const datasource = z.strictObject({ type: z.string(), uid: z.string() });
const query = z.object({
  expr: z.string().min(1),
  refId: z.string().regex(/^[A-Z]$/),
  legendFormat: z.string().min(1),
  datasource,
});
const place = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
});
const panel = z.object({
  id: z.int().positive(),
  type: z.enum(['timeseries', 'stat', 'gauge', 'bargauge', 'table', 'heatmap', 'state-timeline']),
  title: z.string().min(1),
  description: z.string().min(1),
  gridPos: place,
  datasource,
  targets: z.array(query).min(1),
  options: z
    .looseObject({ legend: z.looseObject({ showLegend: z.boolean().optional() }).optional() })
    .optional(),
  fieldConfig: z.object({
    defaults: z.object({
      unit: z.string().min(1),
      thresholds: z.object({
        steps: z.array(z.strictObject({ color: z.string(), value: z.number().nullable() })).min(1),
      }),
    }),
  }),
});
const row = z.object({ type: z.literal('row'), title: z.string().min(1), gridPos: place });
const dashboard = z.object({
  uid: z.string().regex(/^[a-z-]{1,40}$/),
  title: z.string().min(1),
  schemaVersion: z.int().min(39),
  editable: z.literal(false),
  panels: z.array(z.union([row, panel])),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.literal('query'), datasource })),
  }),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), datasource })) }),
});
export type GrafanaJson = z.infer<typeof dashboard>;
type GrafanaPanel = z.infer<typeof panel>;

export function parseDashboard(text: string): GrafanaJson {
  return dashboard.parse(JSON.parse(text));
}

/** What is wrong with the files as Grafana would read them. */
export function jsonFindings(texts: readonly string[]): readonly Finding[] {
  return texts.flatMap((text) => {
    const read = dashboard.safeParse(JSON.parse(text));
    if (read.success) return placing(read.data);
    return read.error.issues.map(({ path, message }) => ({
      check: 'schema',
      page: '',
      where: path.join('.'),
      problem: message,
    }));
  });
}

function placing(json: GrafanaJson): readonly Finding[] {
  const drawn = json.panels.filter((one): one is GrafanaPanel => one.type !== 'row');
  const ids = drawn.map(({ id }) => id);
  const finding = (check: string, where: string, problem: string): Finding => {
    return { check, page: json.uid, where, problem };
  };
  return [
    ...drawn
      .filter(({ id }, i) => ids.indexOf(id) !== i)
      .map(({ title, id }) => finding('twin-id', title, `has id ${id}, which another has`)),
    ...json.panels.flatMap((a, i) =>
      json.panels
        .slice(i + 1)
        .filter((b) => overlap(a.gridPos, b.gridPos))
        .map((b) => finding('overlap', a.title, `lies over ${b.title}`)),
    ),
    ...json.panels
      .filter(({ gridPos }) => gridPos.x + gridPos.w > 24)
      .map(({ title }) => finding('beyond', title, 'reaches beyond the grid')),
    ...linesOf(drawn)
      .filter((line) => line.reduce((sum, { gridPos }) => sum + gridPos.w, 0) !== 24)
      .map(([first]) => finding('gap', first?.title ?? '', 'begins a line that is not filled')),
    ...drawn
      .filter(({ type, gridPos }) => gridPos.h < LEAST_HEIGHT[type] || gridPos.w < LEAST_WIDTH)
      .map(({ title }) => finding('too-small', title, 'has no room for what it draws')),
    ...drawn
      .filter(({ type, options }) => type === 'timeseries' && options?.legend?.showLegend !== true)
      .map(({ title }) => finding('hidden-legend', title, 'does not name its lines')),
    ...sources(json)
      .filter(([, { uid }]) => uid !== DATASOURCE.uid)
      .map(([title, { uid }]) =>
        finding('datasource', title, `asks ${uid}, which nobody provides`),
      ),
  ];
}

/** Below this an axis, a row or a name is cut off. */
const LEAST_HEIGHT: Readonly<Record<GrafanaPanel['type'], number>> = {
  timeseries: 6,
  heatmap: 6,
  'state-timeline': 6,
  bargauge: 6,
  table: 5,
  gauge: 5,
  stat: 3,
};
const LEAST_WIDTH = 4;

function linesOf(panels: readonly GrafanaPanel[]): readonly (readonly GrafanaPanel[])[] {
  const tops = [...new Set(panels.map(({ gridPos }) => gridPos.y))];
  return tops.map((top) => panels.filter(({ gridPos }) => gridPos.y === top));
}

type Source = z.infer<typeof datasource>;

function sources({ panels, templating, annotations }: GrafanaJson): readonly [string, Source][] {
  return [
    ...panels.flatMap((one): [string, Source][] =>
      one.type === 'row' ? [] : [one, ...one.targets].map((asker) => [one.title, asker.datasource]),
    ),
    ...[...templating.list, ...annotations.list].map((one): [string, Source] => [
      one.name,
      one.datasource,
    ]),
  ];
}

type Place = z.infer<typeof place>;

function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
