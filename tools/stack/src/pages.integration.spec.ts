import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pages, questions } from '@aura/dashboards';
import { REPOSITORY } from '@aura/parts';
import { DEFAULTS } from '@aura/thresholds';
import { eventually } from './fixtures/eventually.js';
import { answersTable, verdictOn } from './fixtures/page-verdict.js';
import { missingPrograms } from './fixtures/programs.js';
import { RunningStack } from './fixtures/running-stack.js';
import { generate } from './fixtures/video.js';
import { askAll } from './monitoring/ask-pages.js';

const TABLE = path.join(REPOSITORY, 'docs/dashboard-queries.md');
const QUESTIONS = pages(DEFAULTS).flatMap(questions);
/** Rates need scrapes, business figures a reading, a batch its first run. */
const PATIENCE = { seconds: 400 };
jest.setTimeout(900_000);

const missing = missingPrograms([
  ...['prometheus', 'alertmanager', 'node-exporter', 'postgres-exporter'],
]);
const where = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (SKIP, not to be had here: ${missing.join('; ')})`;

where(`every query of every dashboard, on the running stack${why}`, () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await RunningStack.make();
    await stack.up();
    await generate(stack.urlOf('sample-platform'), 2);
  });
  afterAll(() => stack.remove());

  it('is answered, and finds series wherever the stack has what it asks for', async () => {
    const prometheus = stack.urlOf('prometheus');
    const answers = await eventually(
      () => askAll(prometheus, QUESTIONS),
      (found) => verdictOn(found).empty.length === 0,
      PATIENCE,
    );

    expect(verdictOn(answers)).toEqual({ refused: [], empty: [], surprising: [] });
    // A table that is out of date is written anew and fails once, for somebody to look at and commit.
    const written = await readFile(TABLE, 'utf8').catch(() => '');
    await writeFile(TABLE, answersTable(answers));
    expect(written).toBe(answersTable(answers));
  });
});
