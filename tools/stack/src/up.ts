import { mkdir, rm } from 'node:fs/promises';
import { tryLock } from '@aura/parts';
import { loadSettings, located, type Place } from './config.js';
import { clearLeftovers } from './leftovers.js';
import { chosenParts } from './parts/chosen.js';
import { readRules } from './parts/rules.js';
import { PARTS } from './parts/table.js';
import { runOnce } from './run.js';
import { createScreen, type Screen } from './screen/screen.js';
import { serviceProblems } from './settings/ask-services.js';
import { claimPorts } from './settings/taken-ports.js';
import { status } from './status.js';

export interface UpOptions {
  readonly only: readonly string[] | undefined;
}

/** Starts the stack and stays until it is told to stop. Resolves with the exit code. */
export async function up(place: Place, { only }: UpOptions): Promise<number> {
  const { layout } = place;
  const screen = createScreen(process.stdout);
  const settings = loadSettings(place);
  if ('problems' in settings)
    return refuse(screen, 'the configuration is wrong', settings.problems);
  const wrong = await serviceProblems(settings);
  if (wrong.length > 0) return refuse(screen, 'the configuration is wrong', located(place, wrong));
  const rules = await readRules(layout, settings);
  if ('problems' in rules) return refuse(screen, 'the thresholds are wrong', rules.problems);
  const lock = await tryLock(`stack:${layout.home}`);
  if (lock === 'taken') {
    screen.say('the stack runs already:');
    await status(layout, { asJson: false });
    return 1;
  }
  try {
    const left = await clearLeftovers(layout);
    if (left > 0) screen.say(`ended ${left} parts that a killed launcher had left running`);
    const parts = chosenParts(PARTS, settings, only);
    const ports = await claimPorts(
      settings,
      parts.map(({ name }) => name),
    );
    if (Array.isArray(ports)) return refuse(screen, 'nothing was started: ports are taken', ports);
    await mkdir(layout.run, { recursive: true });
    return await runOnce({ layout, settings, ports, parts, rules }, screen);
  } finally {
    await rm(layout.run, { recursive: true, force: true });
    await lock.release();
  }
}

function refuse(screen: Screen, what: string, problems: readonly string[]): number {
  screen.say(what);
  for (const problem of problems) screen.say(`  ${problem}`);
  return 1;
}
