import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { count, forget } from './figures.js';

const FIGURES = { passed: 11, failed: 2, skipped: 3, suites: 4, skippedTests: ['drains'] };
const NONE = { passed: 0, failed: 0, skipped: 0, suites: 1, skippedTests: [] };

describe('the figures of the specs', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'figures-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (name: string, figures: unknown) =>
    writeFile(path.join(folder, name), JSON.stringify(figures));

  it('adds up what the projects wrote, and leaves the other kind out', async () => {
    await write('metrics.unit.json', FIGURES);
    await write('health.unit.json', { ...NONE, passed: 13 });
    await write('health.integration.json', { ...NONE, passed: 500 });

    const counted = await count(folder, ['metrics', 'health'], 'unit');

    expect(counted).toEqual({
      ...{ passed: 24, failed: 2, skipped: 3, suites: 5 },
      ...{ skips: ['metrics: drains'], silent: [] },
    });
  });

  it('counts a project that wrote nothing as a failure', async () => {
    await write('metrics.unit.json', FIGURES);

    const counted = await count(folder, ['metrics', 'health'], 'unit');

    expect(counted).toEqual({
      ...{ passed: 11, failed: 3, skipped: 3, suites: 4 },
      ...{ skips: ['metrics: drains'], silent: ['health'] },
    });
  });

  it('refuses figures that are not counts', async () => {
    await write('metrics.unit.json', { ...FIGURES, passed: '11' });

    await expect(count(folder, ['metrics'], 'unit')).rejects.toThrow(/expected number/);
  });

  it('forgets the figures of the projects about to run, and no others', async () => {
    await write('metrics.unit.json', FIGURES);
    await write('metrics.integration.json', FIGURES);
    await write('health.unit.json', FIGURES);

    await forget(folder, ['metrics'], 'unit');

    expect((await readdir(folder)).sort()).toEqual([
      'health.unit.json',
      'metrics.integration.json',
    ]);
  });
});
