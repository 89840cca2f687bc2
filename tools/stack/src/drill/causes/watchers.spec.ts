import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layoutOf } from '../../layout.js';
import type { Stage, Undo } from '../cause.js';
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

/** A drill that takes a job away; answers what undoes it, and what is typed where that cannot be. */
async function drill(job: string): Promise<{ undo: Undo; byHand: readonly unknown[] }> {
  const steps: Undo[] = [];
  const byHand: unknown[] = [];
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
    urlOf: (part) => `http://${part}`,
    ...{ order: not, inbox: not },
  };
  const stage: Stage = {
    field,
    signal: new AbortController().signal,
    defer: (step, typed) => {
      steps.push(step);
      byHand.push(typed);
    },
    afterwards: not,
  };
  await jobRemoved(job).begin(stage);
  const undo = async (): Promise<void> => {
    for (const step of steps.toReversed()) await step();
  };
  return { undo, byHand };
}

describe('a drill that edits a file of Prometheus', () => {
  it('leaves it as it was, and nothing beside it', async () => {
    const { undo, byHand } = await drill('eleven');
    expect(written()).toBe('scrape_configs:\n  - job_name: twelve\n');
    const place = path.join(folder, FILE);
    expect(byHand).toEqual([
      `mv ${place}.before-drill ${place} && curl -X POST http://prometheus/-/reload`,
    ]);
    expect(readFileSync(`${place}.before-drill`, 'utf8')).toBe(ORIGINAL);

    await undo();
    expect([written(), readdirSync(folder)]).toEqual([ORIGINAL, [FILE]]);
  });

  it('takes no edit of another drill for the original, in whatever order both end', async () => {
    for (const firstEndsFirst of [true, false]) {
      const undos = [await drill('eleven'), await drill('twelve')];
      for (const { undo } of firstEndsFirst ? undos : undos.toReversed()) await undo();
      expect([written(), readdirSync(folder)]).toEqual([ORIGINAL, [FILE]]);
    }
  });

  it('heals the edit of a drill that was killed', async () => {
    await drill('eleven');
    await (await drill('twelve')).undo();
    expect(written()).toBe(ORIGINAL);
  });

  it('keeps what somebody else has written since a drill was killed', async () => {
    await drill('eleven');
    const since = 'scrape_configs:\n  - job_name: thirteen\n';
    writeFileSync(path.join(folder, FILE), since);
    await (await drill('twelve')).undo();
    expect(written()).toBe(since);
  });
});
