import { windowSeconds } from '@aura/alerts';
import { annotations } from './annotation.js';
import { isLatest } from './grafana/panel.js';
import type { Page, PageUid } from './panel.js';

/** One thing that a page asks Prometheus, with nothing left for Grafana to fill in. */
export type Question = {
  readonly page: PageUid;
  /** The title of a panel or an annotation, or the name of a variable. */
  readonly asker: string;
  /** What it means that nothing is found, where that is no fault. */
  readonly whenEmpty?: string;
} & (
  | { readonly kind: 'latest' | 'range'; readonly promql: string; readonly spanSeconds: number }
  | { readonly kind: 'values'; readonly series: string; readonly label: string }
);

/** As long as Grafana makes it: four times the longest scrape interval, which the datasource is told. */
const RATE_INTERVAL = '2m';
/** What "All" stands for; see the variables' `allValue`. */
const EVERYTHING = '.*';

/** Everything that a page asks when it is opened: its panels', its variables' and its annotations' queries. */
export function questions(page: Page): readonly Question[] {
  const spanSeconds = windowSeconds(page.span);
  const ask = (kind: 'latest' | 'range', { asker, promql, whenEmpty }: Asked): Question => ({
    page: page.uid,
    asker,
    kind,
    promql: filledIn(promql, page),
    spanSeconds,
    ...(whenEmpty === undefined ? {} : { whenEmpty }),
  });
  return [
    ...page.variables.map(({ name, series, label }): Question => {
      return { page: page.uid, asker: `$${name}`, kind: 'values', series, label };
    }),
    ...annotations(page).map((mark) => ask('range', { ...mark, asker: mark.name })),
    ...page.rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map(({ promql }) =>
          ask(isLatest(panel.view) ? 'latest' : 'range', { ...panel, asker: panel.title, promql }),
        ),
      ),
    ),
  ];
}

interface Asked {
  readonly asker: string;
  readonly promql: string;
  readonly whenEmpty?: string;
}

/** A query as Grafana sends it when the page is opened and nothing is chosen. */
export function filledIn(
  promql: string,
  { span, variables }: Pick<Page, 'span' | 'variables'>,
): string {
  const spans = promql.replaceAll('$__rate_interval', RATE_INTERVAL).replaceAll('$__range', span);
  return variables.reduce(
    (text, { name }) => text.replaceAll(`"$${name}"`, `"${EVERYTHING}"`),
    spans,
  );
}
