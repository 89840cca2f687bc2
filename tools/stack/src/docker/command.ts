import { loadSettings, type Place } from '../config.js';
import { compose, composeHere, containers, type Compose } from './compose.js';
import { findEngine } from './engine.js';
import { isHealthy } from './health.js';
import { dockerPlace } from './place.js';
import { dockerRestart } from './restart.js';
import { dockerUp } from './up.js';
import { backup, restore } from './backup.js';
import { reachPrometheus } from './reach.js';
import { prove } from './proof/prove.js';

const STOP_DEADLINE_MS = 180_000;
const NOT_RUNNING = 3;

export interface DockerRequest {
  readonly place: Place;
  /** A part, or the folder of a backup. */
  readonly subject: string | undefined;
  readonly follow: boolean;
}
type DockerVerb = (at: Compose, request: DockerRequest) => Promise<number>;

const VERBS: Readonly<Record<string, DockerVerb>> = {
  down: async (at) => {
    await compose(at, ['down', '--remove-orphans'], { deadlineMs: STOP_DEADLINE_MS });
    console.log('stopped; volumes and secrets are kept');
    return 0;
  },
  status: (at) => status(at),
  logs: (at, { subject, follow }) =>
    composeHere(at, ['logs', ...(follow ? ['--follow'] : []), ...(subject ? [subject] : [])]),
  backup: async (at, { place, subject }) => {
    const settings = loadSettings(place);
    if ('problems' in settings) throw new Error(settings.problems.join('\n'));
    return backup(at, await reachPrometheus(at.place, settings), subject);
  },
  restore: (at, { subject }) => restore(at, subject),
};

export const DOCKER_VERBS: readonly string[] = ['up', 'restart', 'prove', ...Object.keys(VERBS)];

/** One verb of the launcher, for the stack in containers. Resolves with the exit code. */
export async function inDocker(name: string, request: DockerRequest): Promise<number> {
  if (name === 'up') return dockerUp(request.place);
  if (name === 'restart') return dockerRestart(request.place, request.subject);
  if (name === 'prove') return prove();
  const verb = VERBS[name];
  if (verb === undefined) throw new Error(`with --docker there are ${DOCKER_VERBS.join(', ')}`);
  const engine = await findEngine(AbortSignal.timeout(STOP_DEADLINE_MS));
  if ('problems' in engine) throw new Error(engine.problems.join('\n'));
  return verb({ engine, place: dockerPlace(request.place.layout) }, request);
}

async function status(at: Compose): Promise<number> {
  const all = await containers(at);
  if (all.length === 0) {
    console.log('the stack does not run; npm start -- --docker starts it');
    return NOT_RUNNING;
  }
  for (const { service, told } of all) console.log(`${service.padEnd(22)}${told}`);
  return all.every(isHealthy) ? 0 : 1;
}
