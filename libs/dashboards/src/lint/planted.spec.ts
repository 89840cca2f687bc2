import { DEFAULTS } from '@aura/thresholds';
import { grafanaDashboard } from '../grafana/dashboard.js';
import { pages } from '../pages/index.js';
import type { Page, Panel } from '../panel.js';
import { crowdFindings } from './crowds.js';
import { jsonFindings, parseDashboard, type GrafanaJson } from './json.js';
import { pageFindings } from './pages.js';
import { queryFindings } from './queries.js';

/* The overview with one mistake in it, and which check finds that, and where. */

const [OVERVIEW, API] = pages(DEFAULTS);
if (OVERVIEW === undefined || API === undefined) throw new Error('the overview or the API is gone');
const SOUND: Page = OVERVIEW;

it.each<readonly [string, string, string, string]>([
  ['a metric that does not exist', 'sum (http_request_total)', '', 'unknown-metric'],
  [
    'a label that does not exist',
    'sum (http_requests_in_flight{queue="render"})',
    '',
    'unknown-label',
  ],
  ['a value that the label never holds', 'sum (queue_jobs{state="exploded"})', '', 'label-value'],
  ['a counter without its rate', 'sum (http_requests_total)', '', 'counter-without-rate'],
  ['the rate of a gauge', 'sum (rate(queue_jobs[$__rate_interval]))', '', 'rate-of-gauge'],
  ['the rate of a sum', 'rate(sum (http_requests_total)[2m:30s])', '', 'rate-of-sum'],
  [
    'a window shorter than two scrapes',
    'sum (rate(http_requests_total[5s]))',
    '',
    'range-too-short',
  ],
  [
    'a quantile without the bounds',
    'histogram_quantile(0.95, sum (rate(video_quality_score_bucket[5m])))',
    '',
    'quantile-without-le',
  ],
  ['a bracket that is not closed', 'sum (up', '', 'syntax'],
  ['a legend of a label that is summed away', 'sum by (job) (up)', '{{instance}}', 'lost-label'],
  [
    'a ratio of what never matches',
    'sum by (status) (rate(http_requests_total[5m])) / sum (rate(http_requests_total[5m]))',
    '',
    'ratio-without-matching-labels',
  ],
])('%s is found', (...[, promql, legend, check]) => {
  const found = queryFindings([asking({ promql, legend })], DEFAULTS);
  expect(found.map((finding) => [finding.check, finding.where])).toContainEqual([check, 'Pages']);
});

it.each<readonly [string, readonly Page[], string]>([
  ['a uid twice', [SOUND, SOUND], 'twin-page'],
  [
    'a variable that no query follows',
    [{ ...SOUND, variables: API.variables.slice(0, 1) }],
    'unused-variable',
  ],
  [
    'a variable that is not there',
    [{ ...API, variables: API.variables.slice(1) }],
    'unknown-variable',
  ],
  ['a row without panels', [{ ...SOUND, rows: [{ title: 'Bare', panels: [] }] }], 'empty-row'],
  [
    'a panel twice in its row',
    [withPanels(([first]) => (first ? [first, first] : []))],
    'twin-panel',
  ],
  ['no title', [first((panel) => ({ ...panel, title: '' }))], 'untitled'],
  ['no help', [first((panel) => ({ ...panel, help: 'tbd' }))], 'no-help'],
  [
    'states without names',
    [first((panel) => ({ ...panel, view: 'timeline', states: [] }))],
    'no-states',
  ],
  ['a series without a name', [asking({ promql: 'sum (up)', legend: '' })], 'no-legend'],
  [
    'the same name for cards of two hosts',
    [asking({ promql: 'DCGM_FI_DEV_GPU_TEMP', legend: 'GPU {{gpu}}' })],
    'twin-name',
  ],
])('%s is found', (_, planted, check) => {
  expect(pageFindings(planted).map((finding) => finding.check)).toContain(check);
});

it('a series for each of hundreds is found, unless it is one of the largest few', () => {
  const promql = 'sum by (user_id) (increase(video_generation_total[5m]))';
  const found = (asked: string): readonly unknown[] =>
    crowdFindings([asking({ promql: asked, legend: '{{user_id}}' })]).map(({ check, where }) => [
      check,
      where,
    ]);
  expect([found(promql), found(`topk(20, ${promql})`)]).toEqual([[['crowd', 'Pages']], []]);
});

it.each<readonly [string, (json: GrafanaJson) => GrafanaJson, string]>([
  [
    'a line that is not filled',
    (json) => ({ ...json, panels: json.panels.filter(({ title }) => title !== 'Tickets') }),
    'gap',
  ],
  [
    'a panel without room',
    withEach((panel) => ({ ...panel, gridPos: { ...panel.gridPos, h: 2 } })),
    'too-small',
  ],

  [
    'a panel over another',
    withEach((panel) => ({ ...panel, gridPos: { x: 0, y: 0, w: 4, h: 4 } })),
    'overlap',
  ],
  [
    'a panel beyond the grid',
    withEach((panel) => ({ ...panel, gridPos: { ...panel.gridPos, x: 23 } })),
    'beyond',
  ],
  ['an id twice', withEach((panel) => ('id' in panel ? { ...panel, id: 1 } : panel)), 'twin-id'],
  [
    'another datasource',
    withEach((panel) =>
      'id' in panel ? { ...panel, datasource: { type: 'prometheus', uid: 'default' } } : panel,
    ),
    'datasource',
  ],
  [
    'a kind of panel that is none',
    withEach((panel) => ({ ...panel, type: 'graph' }) as never),
    'schema',
  ],
  [
    'no unit',
    withEach((panel) => ({ ...panel, fieldConfig: { defaults: {} } }) as never),
    'schema',
  ],
  [
    'a legend that is hidden',
    withEach((panel) => ('id' in panel ? { ...panel, options: {} } : panel)),
    'hidden-legend',
  ],
  ['an editable dashboard', (json) => ({ ...json, editable: true }) as never, 'schema'],
])('%s is found in the file', (_, plant, check) => {
  const planted = JSON.stringify(plant(parseDashboard(grafanaDashboard(SOUND))));
  expect(jsonFindings([planted]).map((finding) => finding.check)).toContain(check);
});

it('finds nothing in what is sound', () => {
  expect(jsonFindings(pages(DEFAULTS).map((page) => grafanaDashboard(page)))).toEqual([]);
});

function withPanels(change: (panels: readonly Panel[]) => readonly Panel[]): Page {
  const rows = SOUND.rows.map((row, i) => (i === 0 ? { ...row, panels: change(row.panels) } : row));
  return { ...SOUND, rows };
}

function first(change: (panel: Panel) => Panel): Page {
  return withPanels((panels) => panels.map((panel, i) => (i === 0 ? change(panel) : panel)));
}

function asking(query: Panel['queries'][number]): Page {
  return first((panel) => ({ ...panel, queries: [query] }));
}

type GrafanaPanel = GrafanaJson['panels'][number];

function withEach(
  change: (panel: GrafanaPanel) => GrafanaPanel,
): (json: GrafanaJson) => GrafanaJson {
  return (json) => ({ ...json, panels: json.panels.map(change) });
}
