import { existsSync } from 'node:fs';
import path from 'node:path';
import { pages } from '@aura/dashboards';
import { DEFAULTS } from '@aura/thresholds';
import { dashboardsReference } from './dashboards-reference.js';

const DOCS = path.join(import.meta.dirname, '../../../docs');
const TEXT = dashboardsReference(pages(DEFAULTS));

it('links only to runbooks and sections that are there', () => {
  const links = [...TEXT.matchAll(/\]\((?<file>[^)]+)\)/g)].map(
    ({ groups }) => groups?.['file'] ?? '',
  );
  expect(links.length).toBeGreaterThan(50);
  const headings = [...TEXT.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
  const anchors = headings.map((title) => `#${title.toLowerCase().replaceAll(' ', '-')}`);
  const isThere = (link: string) =>
    link.startsWith('#') ? anchors.includes(link) : existsSync(path.join(DOCS, link));
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

it('writes every panel as one row of four walls and a meaning', () => {
  const panels = pages(DEFAULTS).flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const rows = TEXT.split('\n').filter(
    (line) => line.startsWith('| ') && !/^\| (row|page|---|\[) ?/.test(line),
  );
  expect(rows).toHaveLength(panels.length);
  expect(rows.filter((row) => row.split(' | ').length !== 5)).toEqual([]);
});
