import { EXTERNAL_METRICS, METRICS, type Domain } from '@aura/metrics';
import { metricsBehind } from '../metrics-behind.js';
import { READABLE_SERIES, type Page, type Panel, type Query } from '../panel.js';
import { filledIn } from '../questions.js';
import type { Finding } from './finding.js';

/**
 * Panels that could draw more series than anybody can read, because a label that names them is open and nothing bounds
 * it: neither a choice at the top of the page nor the largest few. What an alert compares is drawn whole, and so is what
 * fires, or the one series that wakes somebody could be the one that is left out. A table is read row by row.
 */
export function crowdFindings(pages: readonly Page[]): readonly Finding[] {
  return pages.flatMap((page) =>
    page.rows
      .flatMap(({ panels }) => panels)
      .filter(({ alerts, view }) => alerts.length === 0 && view !== 'table')
      .flatMap((panel) => crowdedBy(page, panel)),
  );
}

function crowdedBy(page: Page, { title, queries }: Panel): readonly Finding[] {
  return queries.flatMap((query) =>
    openLabels(page, query).map((label) => ({
      check: 'crowd',
      page: page.uid,
      where: title,
      problem: `draws a series for each ${label}, of which there may be hundreds`,
    })),
  );
}

function openLabels(page: Page, { promql, legend }: Query): readonly string[] {
  if (/^(topk|bottomk)\(/.test(promql)) return [];
  const metrics = metricsBehind([filledIn(promql, page)], new Map());
  return [...legend.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, label = '']) => label)
    .filter((label) => label !== 'alertname' && !promql.includes(`"$${label}"`))
    .filter((label) =>
      DOMAINS.some(([name, domain]) => metrics.has(name) && isCrowd(domain[label])),
    );
}

const DOMAINS = [...METRICS, ...EXTERNAL_METRICS].map(
  ({ name, labels }): [string, Readonly<Record<string, Domain>>] => [name, labels],
);

function isCrowd(domain: Domain | undefined): boolean {
  return domain !== undefined && 'atMost' in domain && domain.atMost > READABLE_SERIES;
}
