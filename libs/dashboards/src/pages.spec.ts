import { alerts, recordings } from '@aura/alerts';
import { EXTERNAL_METRICS, METRICS } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import { comparisonsOf } from './comparisons.js';
import { crowdFindings } from './lint/crowds.js';
import { pageFindings } from './lint/pages.js';
import { queryFindings } from './lint/queries.js';
import { metricsBehind } from './metrics-behind.js';
import { pages } from './pages/index.js';
import { PAGE_UIDS, type Page } from './panel.js';
import { questions } from './questions.js';
import { UNDRAWN_ALERTS } from './undrawn.js';

const PAGES = pages(DEFAULTS);
const PANELS = PAGES.flatMap(({ rows }) => rows).flatMap(({ panels }) => panels);
const ALERTS = alerts(DEFAULTS);
const RECORDED = new Map<string, string>(
  recordings(DEFAULTS).map(({ name, promql }) => [name, promql]),
);

describe('the pages', () => {
  it('are those that links lead to, in their order', () => {
    expect(PAGES.map(({ uid }) => uid)).toEqual(PAGE_UIDS);
  });

  it('have nothing wrong with them', () => {
    expect(pageFindings(PAGES)).toEqual([]);
  });

  it('ask nothing that the linter of rules would refuse, and name series by labels they keep', () => {
    expect(queryFindings(PAGES, DEFAULTS)).toEqual([]);
  });

  it('draw no more series than a person can tell apart', () => {
    expect(crowdFindings(PAGES)).toEqual([]);
  });

  it('draw every metric of the house and every one of others that is declared', () => {
    const drawn = metricsBehind(PAGES.flatMap(textsAskedBy), RECORDED);
    const known = [...METRICS, ...EXTERNAL_METRICS].map(({ name }) => name);
    expect(known.filter((name) => !drawn.has(name))).toEqual([]);
  });

  it('draw every alert but those that say why not', () => {
    const drawn = new Set(PANELS.flatMap((panel) => panel.alerts));
    const undrawn = ALERTS.map(({ name }) => name).filter((name) => !drawn.has(name));
    expect(undrawn).toEqual(Object.keys(UNDRAWN_ALERTS));
  });

  it.each(ALERTS)('draw on the page that $name links to what it compares', (alert) => {
    const { name, promql, annotations } = alert;
    const page = PAGES.find(({ uid }) => annotations.dashboard_url === `/d/${uid}`);
    const panels = page?.rows.flatMap((row) => row.panels) ?? [];
    const readHere = metricsBehind(page === undefined ? [] : textsAskedBy(page), RECORDED);
    const isDrawn = panels.some((panel) => panel.alerts.includes(name));
    const isRead = [...metricsBehind([promql], RECORDED)].some((metric) => readHere.has(metric));
    expect(name in UNDRAWN_ALERTS ? isRead : isDrawn).toBe(true);
  });

  it.each(ALERTS.filter(({ name }) => !(name in UNDRAWN_ALERTS)))(
    'show what $name compares, as it compares it',
    ({ name, promql }) => {
      const asked = PANELS.filter((panel) => panel.alerts.includes(name)).flatMap(({ queries }) =>
        queries.map((query) => query.promql),
      );
      const compared = comparisonsOf(promql).map((comparison) => comparison.promql);
      const isPresence = PRESENCE.includes(name);
      const missing = compared.filter((one) => !asked.some((promql) => shows(promql, one)));
      expect(missing).toEqual(isPresence ? compared : []);
    },
  );

  it('begin with what is broken now, and go on with the six sections of the overview', () => {
    expect(PAGES[0]?.rows.map(({ title }) => title)).toEqual([
      'Broken now',
      'At a glance',
      'Service health',
      'Requests',
      'Video generation',
      'System resources',
      'AI optimisation',
      'GPU',
    ]);
  });

  it('lead from the overview to a page that tells more', () => {
    const [overview] = PAGES;
    const stuck = overview?.rows.flatMap(({ panels }) => panels).filter(({ detail }) => !detail);
    expect(stuck).toEqual([]);
  });
});

/** They compare being there with having been there: what is drawn is the being there, card by card. */
const PRESENCE = ['GpuMissing', 'GpuNotCollected', 'Watchdog'];

function textsAskedBy(page: Page): readonly string[] {
  return questions(page).flatMap((asked) => (asked.kind === 'values' ? [] : [asked.promql]));
}

/** The expression itself, or it with a choice that narrows it, or with zero where it has no value. */
function shows(asked: string, compared: string): boolean {
  const added = asked.startsWith(`(${compared}) `) ? asked.slice(compared.length + 3) : '';
  return asked === compared || /^(and on \(\w+\)|or) \(/.test(added);
}
