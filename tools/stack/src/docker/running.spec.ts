import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REPOSITORY } from '@aura/parts';
import { layoutOf } from '../layout.js';
import { dockerPlace } from './place.js';
import { runsInContainers } from './running.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aura-running-'));
afterAll(() => rmSync(folder, { recursive: true }));

const layout = layoutOf(REPOSITORY, folder);

/** A client of Docker's with these words in its mouth. */
function client(name: string, ...lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, ['#!/bin/sh', ...lines].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

describe('the stack in containers', () => {
  it('runs where Docker has a container of its project', async () => {
    const label = `label=com.docker.compose.project=${dockerPlace(layout).project}`;
    const docker = client('full', `[ "$*" = "ps --quiet --filter ${label}" ] && echo 11a12b13c14d`);

    expect(await runsInContainers(layout, docker)).toBe(true);
  });

  it('does not where there is none, no engine, or no client', async () => {
    const without = [
      client('empty', 'exit 0'),
      client('deaf', 'echo 11a12b13c14d', 'exit 1'),
      path.join(folder, 'nowhere'),
    ];

    const seen = await Promise.all(without.map((docker) => runsInContainers(layout, docker)));

    expect(seen).toEqual([false, false, false]);
  });
});
