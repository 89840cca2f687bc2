import type { Place } from '../config.js';
import { createScreen } from '../screen/screen.js';
import { compose, containers, services, type Compose } from './compose.js';
import { untilHealthy } from './health.js';
import { prepare, refuse } from './prepare.js';

const DEADLINE_MS = 180_000;

/** Has one part take up its settings as they are now: they are checked and written anew before it is made anew. */
export async function dockerRestart(where: Place, part: string | undefined): Promise<number> {
  if (part === undefined) throw new Error('name a part, as in restart alertmanager --docker');
  const screen = createScreen(process.stdout);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const ready = await prepare(where, { screen, signal });
  if ('problems' in ready) return refuse(screen, ready);
  const { at } = ready;
  await known(at, part);
  // A restart would keep the old variables, ports and flags.
  const anew = ['up', '--detach', '--no-build', '--no-deps', '--force-recreate', part];
  await compose(at, anew, { deadlineMs: DEADLINE_MS, signal });
  await untilHealthy(at, screen, { deadlineMs: DEADLINE_MS, signal, only: part });
  screen.say(`${part} runs with its settings as they are now`);
  return 0;
}

async function known(at: Compose, part: string): Promise<void> {
  const all = await services(at);
  if (!all.includes(part))
    throw new Error(`no part is called ${part}; there are ${all.join(', ')}`);
  const runs = (await containers(at)).some(({ service }) => service === part);
  if (!runs) throw new Error(`${part} does not run; npm start -- --docker starts the stack`);
}
