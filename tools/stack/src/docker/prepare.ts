import { mkdir, writeFile } from 'node:fs/promises';
import { loadSettings, located, type Place } from '../config.js';
import { givenThresholds, readRules } from '../parts/rules.js';
import type { Screen } from '../screen/screen.js';
import type { Settings } from '../settings/settings.js';
import { deploymentProblems } from './check.js';
import { containers, type Compose } from './compose.js';
import { findEngine } from './engine.js';
import { dockerPlace } from './place.js';
import { takenPorts } from './ports.js';
import { render } from './render.js';
import { openSecrets } from './secrets.js';
import { variablesFile } from './variables.js';

/** What Compose can go on with: settings that were checked, and everything written that containers read. */
export interface Ready {
  readonly at: Compose;
  readonly settings: Settings;
}
export interface Refused {
  readonly what: string;
  readonly problems: readonly string[];
}
interface Shown {
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** Checks the settings, and writes what containers read, as it is now. Starts nothing. */
export async function prepare(where: Place, { screen, signal }: Shown): Promise<Ready | Refused> {
  const settings = loadSettings(where);
  if ('problems' in settings) return { what: 'the configuration is wrong', ...settings };
  const wrong = await deploymentProblems(settings);
  if (wrong.length > 0)
    return { what: 'the configuration is wrong', problems: located(where, wrong) };
  const thresholds = await givenThresholds(where.layout, settings);
  if ('problems' in thresholds) return { what: 'the thresholds are wrong', ...thresholds };
  const rules = await readRules(where.layout, settings);
  if ('problems' in rules) return { what: 'the thresholds are wrong', ...rules };
  const engine = await findEngine(signal);
  if ('problems' in engine) return { what: 'containers cannot run here', ...engine };
  const at = { engine, place: dockerPlace(where.layout) };
  const isThere = (await containers(at)).length > 0;
  const taken = isThere ? [] : await takenPorts(settings);
  if (taken.length > 0) return { what: 'nothing was started: ports are taken', problems: taken };
  screen.progress('preparing', 'secrets and configuration');
  await mkdir(at.place.folder, { recursive: true, mode: 0o700 });
  const secrets = await openSecrets(at.place.secrets, settings);
  await render({ place: at.place, settings, secrets, rules, thresholds });
  await writeFile(at.place.env, variablesFile(at.place, settings), { mode: 0o600 });
  return { at, settings };
}

export function refuse(screen: Screen, { what, problems }: Refused): number {
  screen.say(what);
  for (const problem of problems) screen.say(`  ${problem}`);
  return 1;
}
