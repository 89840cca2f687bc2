import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layoutOf } from '../../layout.js';
import type { Stage } from '../cause.js';
import type { Field } from '../field.js';
import { jobRemoved } from './watchers.js';

const FILE = 'prometheus.yml';
const ORIGINAL = 'scrape_configs:\n  - job_name: eleven\n  - job_name: twelve\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'aura-watchers-'));
  writeFileSync(path.join(folder, FILE), ORIGINAL);
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (): string => readFileSync(path.join(folder, FILE), 'utf8');

/** A drill that takes a job away; answers what undoes it. */
async function drill(job: string): Promise<() => Promise<void>> {
  const steps: (() => Promise<void>)[] = [];
  const not = (): never => {
    throw new Error('not asked for here');
  };
  const reload = (): Promise<void> => Promise.resolve();
  const field: Field = {
    layout: { ...layoutOf('/tree', '/home'), config: folder },
    media: [],
    prometheus: {
      ...{ targets: not, query: not, alerts: not, rule: not, configuration: not, forget: not },
      reload,
    },
    alertmanager: { configuration: not, alerts: not },
    ...{ urlOf: not, order: not, inbox: not },
  };
  const stage: Stage = {
    field,
    signal: new AbortController().signal,
    defer: (step) => steps.push(step),
    afterwards: not,
  };
  await jobRemoved(job).begin(stage);
  return async () => {
    for (const step of steps.toReversed()) await step();
  };
}

describe('a drill that edits a file of Prometheus', () => {
  it('leaves it as it was, and nothing beside it', async () => {
    const undo = await drill('eleven');
    expect(written()).toBe('scrape_configs:\n  - job_name: twelve\n');

    await undo();
    expect([written(), readdirSync(folder)]).toEqual([ORIGINAL, [FILE]]);
  });

  it('takes no edit of another drill for the original, in whatever order both end', async () => {
    for (const firstEndsFirst of [true, false]) {
      const undos = [await drill('eleven'), await drill('twelve')];
      for (const undo of firstEndsFirst ? undos : undos.toReversed()) await undo();
      expect([written(), readdirSync(folder)]).toEqual([ORIGINAL, [FILE]]);
    }
  });

  it('heals the edit of a drill that was killed', async () => {
    await drill('eleven');
    await (
      await drill('twelve')
    )();
    expect(written()).toBe(ORIGINAL);
  });

  it('keeps what somebody else has written since a drill was killed', async () => {
    await drill('eleven');
    const since = 'scrape_configs:\n  - job_name: thirteen\n';
    writeFileSync(path.join(folder, FILE), since);
    await (
      await drill('twelve')
    )();
    expect(written()).toBe(since);
  });
});
