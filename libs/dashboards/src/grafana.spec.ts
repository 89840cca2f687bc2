import { parsePromql } from '@aura/metrics/promql';
import { DEFAULTS } from '@aura/thresholds';
import { DATASOURCE, grafanaDashboard, pages } from './index.js';

interface GrafanaPanel {
  readonly id?: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly datasource?: object;
  readonly targets?: readonly { expr: string; datasource: object }[];
  readonly fieldConfig?: {
    defaults: { unit?: string; thresholds?: { steps: { value: number | null }[] } };
  };
}

const DASHBOARDS = pages(DEFAULTS).map((page) => {
  const json = JSON.parse(grafanaDashboard(page)) as { uid: string; panels: GrafanaPanel[] }; // Grafana's own form
  return [page.uid, json] as const;
});

describe.each(DASHBOARDS)('dashboard %s', (_, { panels }) => {
  const drawn = panels.filter(({ type }) => type !== 'row');

  it('asks the provisioned datasource in PromQL that parses', () => {
    const targets = drawn.flatMap((panel) => panel.targets ?? []);
    expect(targets.length).toBeGreaterThanOrEqual(drawn.length);
    expect(targets.filter(({ expr }) => !parsePromql(expr).ok)).toEqual([]);
    expect(
      targets.filter(({ datasource }) => JSON.stringify(datasource) !== JSON.stringify(DATASOURCE)),
    ).toEqual([]);
  });

  it('gives every panel an id of its own, a title and a unit', () => {
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(drawn.length);
    expect(
      drawn.filter(({ title, fieldConfig }) => !title || fieldConfig?.defaults.unit === undefined),
    ).toEqual([]);
  });

  it('lays no panel over another and none beyond the grid', () => {
    const overlaps = panels.flatMap((a, i) =>
      panels
        .slice(i + 1)
        .filter((b) => overlap(a.gridPos, b.gridPos))
        .map((b) => [a.title, b.title]),
    );
    expect(overlaps).toEqual([]);
    expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
  });
});

it('draws the limit of the alert that watches the same thing', () => {
  const [, overview] = DASHBOARDS[0] ?? [];
  const waiting = overview?.panels.find(({ title }) => title === 'Waiting jobs');
  expect(waiting?.fieldConfig?.defaults.thresholds?.steps.at(-1)?.value).toBe(
    DEFAULTS.queue.backlog.value,
  );
});

function overlap(a: GrafanaPanel['gridPos'], b: GrafanaPanel['gridPos']): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
