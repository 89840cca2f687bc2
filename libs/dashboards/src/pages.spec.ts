import { alerts, recordings } from '@aura/alerts';
import { EXTERNAL_METRICS, METRICS } from '@aura/metrics';
import { DEFAULTS } from '@aura/thresholds';
import { comparisonsOf } from './comparisons.js';
import { pageFindings } from './lint/pages.js';
import { queryFindings } from './lint/queries.js';
import { metricsBehind } from './metrics-behind.js';
import { pages } from './pages/index.js';
import { PAGE_UIDS } from './panel.js';
import { questions } from './questions.js';
import { UNDRAWN_ALERTS } from './undrawn.js';

const PAGES = pages(DEFAULTS);
const PANELS = PAGES.flatMap(({ rows }) => rows).flatMap(({ panels }) => panels);
const ALERTS = alerts(DEFAULTS);

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

  it('draw every metric of the house and every one of others that is declared', () => {
    const recorded = new Map<string, string>(
      recordings(DEFAULTS).map(({ name, promql }) => [name, promql]),
    );
    const asked = PAGES.flatMap(questions).flatMap((question) =>
      question.kind === 'values' ? [] : [question.promql],
    );
    const drawn = metricsBehind(asked, recorded);
    const known = [...METRICS, ...EXTERNAL_METRICS].map(({ name }) => name);
    expect(known.filter((name) => !drawn.has(name))).toEqual([]);
  });

  it('draw every alert but those that say why not', () => {
    const drawn = new Set(PANELS.flatMap((panel) => panel.alerts));
    const undrawn = ALERTS.map(({ name }) => name).filter((name) => !drawn.has(name));
    expect(undrawn).toEqual(Object.keys(UNDRAWN_ALERTS));
  });

  it.each(ALERTS.filter(({ name }) => !(name in UNDRAWN_ALERTS)))(
    'show what $name compares, as it compares it',
    ({ name, promql }) => {
      const asked = PANELS.filter((panel) => panel.alerts.includes(name)).flatMap(({ queries }) =>
        queries.map((query) => query.promql),
      );
      const compared = comparisonsOf(promql).map((comparison) => comparison.promql);
      const isPresence = PRESENCE.includes(name);
      expect(compared.filter((one) => !asked.includes(one))).toEqual(isPresence ? compared : []);
    },
  );

  it('begin with what is broken now, and go on with the six sections of the overview', () => {
    expect(PAGES[0]?.rows.map(({ title }) => title)).toEqual([
      'Broken now',
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
