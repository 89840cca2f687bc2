import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { tryLock } from '@aura/parts';
import { loadSettings } from './config.js';
import { layoutOf } from './layout.js';
import { clearLeftovers } from './leftovers.js';
import { chosenParts } from './parts/chosen.js';
import { PARTS } from './parts/table.js';
import { runOnce } from './run.js';
import { createScreen, type Screen } from './screen/screen.js';
import { claimPorts } from './settings/taken-ports.js';
import { status } from './status.js';

export interface UpOptions {
  readonly root: string;
  readonly only: readonly string[] | undefined;
}

/** Starts the stack and stays until it is told to stop. Resolves with the exit code. */
export async function up({ root, only }: UpOptions): Promise<number> {
  const layout = layoutOf(root);
  const screen = createScreen(process.stdout);
  const settings = await loadSettings(path.join(root, 'docker/.env.monitoring'));
  if ('problems' in settings)
    return refuse(screen, 'the configuration is wrong', settings.problems);
  const lock = await tryLock(`stack:${root}`);
  if (lock === 'taken') {
    screen.say('the stack runs already:');
    await status(root);
    return 1;
  }
  try {
    await mkdir(layout.run, { recursive: true });
    const left = await clearLeftovers(layout);
    if (left > 0) screen.say(`ended ${left} parts that a killed launcher had left running`);
    const parts = chosenParts(PARTS, settings, only);
    const ports = await claimPorts(
      settings,
      parts.map(({ name }) => name),
    );
    if (Array.isArray(ports)) return refuse(screen, 'nothing was started: ports are taken', ports);
    return await runOnce({ layout, settings, ports, parts }, screen);
  } finally {
    await lock.release();
  }
}

function refuse(screen: Screen, what: string, problems: readonly string[]): number {
  screen.say(what);
  for (const problem of problems) screen.say(`  ${problem}`);
  return 1;
}
