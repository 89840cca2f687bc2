import { annotations } from '../annotation.js';
import type { Page, Panel, Query } from '../panel.js';
import type { Finding } from './finding.js';

/** What can be wrong with pages apart from their queries and from how Grafana is told of them. */
export function pageFindings(pages: readonly Page[]): readonly Finding[] {
  return [...twins(pages), ...pages.flatMap(ofPage)];
}

function twins(pages: readonly Page[]): readonly Finding[] {
  const uids = pages.map(({ uid }) => uid);
  return uids
    .filter((uid, i) => uids.indexOf(uid) !== i)
    .map((uid) => ({ check: 'twin-page', page: uid, where: '', problem: 'has a uid twice' }));
}

function ofPage(page: Page): readonly Finding[] {
  const panels = page.rows.flatMap((row) => row.panels);
  const finding = (check: string, where: string, problem: string): Finding => {
    return { check, page: page.uid, where, problem };
  };
  return [
    ...page.rows
      .filter((row) => row.panels.length === 0)
      .map(({ title }) => finding('empty-row', title, 'has no panel')),
    ...twinTitles(page).map((title) => finding('twin-panel', title, 'stands twice in its row')),
    ...unusedVariables(page).map((name) => finding('unused-variable', name, 'no query follows it')),
    ...unknownVariables(page).map((name) => finding('unknown-variable', name, 'is no variable')),
    ...panels.flatMap((panel) =>
      panelProblems(panel).map(([check, problem]) => finding(check, panel.title, problem)),
    ),
  ];
}

function twinTitles({ rows }: Page): readonly string[] {
  return rows.flatMap(({ panels }) => {
    const titles = panels.map(({ title }) => title);
    return titles.filter((title, i) => titles.indexOf(title) !== i);
  });
}

function unusedVariables(page: Page): readonly string[] {
  const used = new Set(namesIn(page));
  return page.variables.map(({ name }) => name).filter((name) => !used.has(name));
}

function unknownVariables(page: Page): readonly string[] {
  const known = new Set(page.variables.map(({ name }) => name));
  return [...new Set(namesIn(page))].filter((name) => !known.has(name) && !name.startsWith('__'));
}

function namesIn(page: Page): readonly string[] {
  const texts = [...page.rows.flatMap((row) => row.panels).flatMap(textsOf), ...annotations(page)];
  return texts.flatMap(({ promql }) =>
    [...promql.matchAll(/\$(\w+)/g)].map(([, name = '']) => name),
  );
}

function textsOf({ queries }: Panel): Panel['queries'] {
  return queries;
}

const STATED: readonly Panel['view'][] = ['timeline'];

function panelProblems({
  title,
  help,
  view,
  states,
  queries,
}: Panel): readonly (readonly [string, string])[] {
  return [
    ...(title === '' ? [['untitled', 'has no title'] as const] : []),
    ...(/^[A-Z0-9].*[.:]/.test(help)
      ? []
      : [['no-help', 'does not say what to read out of it'] as const]),
    ...(STATED.includes(view) && states.length === 0
      ? [['no-states', 'draws states and names none'] as const]
      : []),
    ...(queries.some(({ legend }) => legend === '')
      ? [['no-legend', 'has a series without a name'] as const]
      : []),
    ...(queries.some(namesCardsAlike)
      ? [['twin-name', 'names the first card of every host alike'] as const]
      : []),
  ];
}

/** The index of a card is its place in a host. No label of both sources names the host, so the card itself has to. */
function namesCardsAlike({ legend }: Query): boolean {
  return legend.includes('{{gpu}}') && !legend.includes('{{UUID}}');
}
