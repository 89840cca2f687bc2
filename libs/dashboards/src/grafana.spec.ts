import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prometheusConfig } from '@aura/alerts';
import { SCRAPE_JOB_NAMES, type ScrapeJob } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import { parse } from 'yaml';
import { z } from 'zod';
import { DATASOURCE, grafanaDashboard, pages } from './index.js';
import { parseDashboard, type GrafanaJson } from './lint/json.js';

const GRAFANA = path.join(import.meta.dirname, '../../../docker/grafana');
const PROVISIONING = path.join(GRAFANA, 'provisioning');
const [OVERVIEW] = pages(DEFAULTS);

describe('a dashboard', () => {
  it('draws the limits of the alerts that watch the same thing, the page in red', () => {
    expect(stepsOf('Waiting jobs')).toEqual([
      { color: 'green', value: null },
      { color: 'orange', value: DEFAULTS.queue.backlog.value },
      { color: 'red', value: DEFAULTS.queue.growingBacklog.value },
    ]);
  });

  it('colours what is below a limit where too little is what is bad', () => {
    expect(stepsOf('Free disk')).toEqual([
      { color: 'red', value: null },
      { color: 'orange', value: DEFAULTS.disk.freeUnhealthy.value },
      { color: 'green', value: DEFAULTS.disk.freeDegraded.value },
    ]);
  });

  it('follows the thresholds of a deployment', () => {
    const backlog = { ...DEFAULTS.queue.backlog, value: 111 };
    const moved = pages({ ...DEFAULTS, queue: { ...DEFAULTS.queue, backlog } });
    expect(stepsOf('Waiting jobs', moved).map(({ value }) => value)).toContain(111);
  });

  it('has a number of every section on the first screen, and the way to more', () => {
    const { panels } = dashboardSchema.parse(JSON.parse(grafanaDashboard(required(OVERVIEW))));
    const first = panels.filter(({ gridPos: { y, h } }) => y + h <= FIRST_SCREEN_ROWS);
    const led = first.flatMap(({ links = [] }) => links.map(({ url }) => url));
    const pagesOfSections = ['health', 'api', 'render', 'infrastructure', 'gpu', 'stack'];
    const urls = pagesOfSections.map((page) => `/d/aura-${page}?\${__url_time_range}`);
    expect(urls.filter((url) => !led.includes(url))).toEqual([]);
  });

  it('leads from each alert in the list of what fires to its rule and its runbook', () => {
    const links = { runbookBase: 'https://git.example.com/runbooks' };
    const { panels } = dashboardSchema.parse(
      JSON.parse(grafanaDashboard(required(OVERVIEW), links)),
    );
    const firing = panels.find(({ title }) => title === 'Firing');
    expect(JSON.stringify(firing?.fieldConfig?.overrides)).toContain(
      'https://git.example.com/runbooks/${__value.text}.md',
    );
  });

  it('shows nothing and the nearest limit on an axis, so that a tremble is no cliff', () => {
    const { panels } = dashboardSchema.parse(JSON.parse(grafanaDashboard(required(OVERVIEW))));
    const waiting = panels.find(({ title }) => title === 'Waiting jobs');
    expect(waiting?.fieldConfig?.defaults.custom).toMatchObject({
      axisSoftMin: 0,
      axisSoftMax: DEFAULTS.queue.backlog.value,
    });
  });

  it('leads to the alert, to its runbook where that is known to lie, and to the page that tells more', () => {
    const links = { runbookBase: 'https://git.example.com/runbooks/' };
    const json: unknown = JSON.parse(grafanaDashboard(required(OVERVIEW), links));
    const { panels } = dashboardSchema.parse(json);
    const stuck = panels.find(({ title }) => title === 'Oldest waiting job');
    expect(stuck?.links?.map(({ title, url }) => [title, url])).toEqual([
      ['More', '/d/aura-render?${__url_time_range}'],
      ['Alert QueueStuck', '/alerting/list?search=QueueStuck'],
      ['Runbook of QueueStuck', 'https://git.example.com/runbooks/QueueStuck.md'],
    ]);
  });
});

describe('the provisioning of Grafana', () => {
  it('provides the datasource that every query names, with the longest scrape interval', () => {
    const [prometheus] = provisioned('datasources/aura.yml', sources).datasources;
    expect(prometheus).toEqual({
      uid: DATASOURCE.uid,
      type: DATASOURCE.type,
      jsonData: { timeInterval: `${String(longestScrapeSeconds())}s`, manageAlerts: true },
    });
  });

  it('reads dashboards that nobody can change or delete in the browser', () => {
    const [provider] = provisioned('dashboards/aura.yml', providers).providers;
    expect(provider).toEqual({
      allowUiUpdates: false,
      disableDeletion: true,
      options: { path: '/etc/grafana/dashboards' },
    });
  });

  it('shows the alerts that panels lead to, and evaluates none itself', () => {
    expect(settingsOf('unified_alerting')).toEqual({ enabled: 'true', execute_alerts: 'false' });
  });

  it('opens the overview first', () => {
    const { path: folder } =
      provisioned('dashboards/aura.yml', providers).providers[0]?.options ?? {};
    expect(settingsOf('dashboards')).toEqual({
      default_home_dashboard_path: `${String(folder)}/${required(OVERVIEW).uid}.json`,
    });
  });
});

/** What 1080 lines show below the bars of the browser and of Grafana, at 38 a row. */
const FIRST_SCREEN_ROWS = 20;

const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      gridPos: z.object({ y: z.number(), h: z.number() }),
      links: z.array(z.object({ title: z.string(), url: z.string() })).optional(),
      fieldConfig: z
        .object({
          defaults: z.object({ custom: z.unknown().optional() }),
          overrides: z.array(z.unknown()),
        })
        .optional(),
    }),
  ),
});
const sources = z.object({
  datasources: z.array(
    z.object({
      uid: z.string(),
      type: z.string(),
      jsonData: z.object({
        timeInterval: z.string().optional(),
        manageAlerts: z.boolean().optional(),
      }),
    }),
  ),
});
const providers = z.object({
  providers: z.array(
    z.object({
      allowUiUpdates: z.boolean(),
      disableDeletion: z.boolean(),
      options: z.object({ path: z.string() }),
    }),
  ),
});

function provisioned<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  return schema.parse(parse(readFileSync(path.join(PROVISIONING, file), 'utf8')));
}

function settingsOf(section: string): Readonly<Record<string, string>> {
  const [, ...sections] = readFileSync(path.join(GRAFANA, 'grafana.ini'), 'utf8').split(/^\[/m);
  const text = sections.find((one) => one.startsWith(`${section}]`)) ?? '';
  const lines = text.matchAll(/^(?<name>\w+) = (?<value>.*)$/gm);
  return Object.fromEntries([...lines].map(({ 1: name = '', 2: value = '' }) => [name, value]));
}

type Steps = Extract<
  GrafanaJson['panels'][number],
  { id: number }
>['fieldConfig']['defaults']['thresholds']['steps'];

function stepsOf(title: string, [page] = pages(DEFAULTS)): Steps {
  const { panels } = parseDashboard(grafanaDashboard(required(page)));
  const found = panels.find((panel) => panel.title === title);
  if (found === undefined || !('fieldConfig' in found)) throw new Error(`no panel ${title}`);
  return found.fieldConfig.defaults.thresholds.steps;
}

function longestScrapeSeconds(): number {
  const nowhere = Object.fromEntries(SCRAPE_JOB_NAMES.map((job) => [job, []]));
  const text = prometheusConfig({
    targets: nowhere as unknown as Readonly<Record<ScrapeJob, readonly string[]>>, // one key a job, made above
    alertmanagers: [],
    ruleFiles: [],
    deployment: '',
  });
  return Math.max(...[...text.matchAll(/scrape_interval: (\d+)s/g)].map(([, s]) => Number(s)));
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no overview');
  return value;
}
