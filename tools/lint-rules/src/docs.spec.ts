import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '@aura/alerts';

const DOCS = path.resolve(import.meta.dirname, '../../../docs/lint-rules.md');

it('has a section for each check, in the order they are made', () => {
  const sections = [...readFileSync(DOCS, 'utf8').matchAll(/^## (.*)$/gm)].map(([, id]) => id);
  expect(sections).toEqual(['rule-file', ...CHECKS.map(({ id }) => id)]);
});
