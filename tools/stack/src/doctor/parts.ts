import { z } from 'zod';
import type { PartState } from '../control/state.js';
import { ask } from '../monitoring/ask.js';
import { PARTS } from '../parts/table.js';
import { broken, doubtful, fine, orFine, type Finding } from './finding.js';
import { originOf, type Patient } from './patient.js';

/** What the aggregator answers on /health, as far as it is read here. */
const healthSchema = z.object({
  rootCauses: z.array(z.string()),
  components: z.record(
    z.string(),
    z.object({ state: z.string(), lost: z.string().optional(), reason: z.string().optional() }),
  ),
});
export type Health = z.infer<typeof healthSchema>;

/** Whether everything runs that should, and what the platform's own health says. */
export async function ofParts(patient: Patient): Promise<readonly Finding[]> {
  const { parts } = patient;
  return [
    ...orFine(parts.flatMap(ofPart), fine('parts', `all ${parts.length} are ready`)),
    ...parts.filter(({ restarts }) => restarts > 0).map(ofRestarts),
    ...(await ofHealth(patient)),
  ];
}

function ofPart({ name, phase }: PartState): readonly Finding[] {
  if (phase === 'ready') return [];
  const says = WORDS[phase];
  return [broken(name, { says, remedy: remedyOf(name, phase) })];
}

const WORDS: Readonly<Record<Exclude<PartState['phase'], 'ready'>, string>> = {
  waiting: 'waits for what it needs',
  starting: 'has not said that it is ready',
  'backing off': 'ended by itself, again and again; it is started again after a pause',
  stopped: 'is held down',
  missing: 'is not there: its program could not be fetched',
};

function remedyOf(name: string, phase: PartState['phase']): string {
  if (phase === 'stopped') return `npm run stack -- start ${name}`;
  if (phase !== 'missing') return `npm run stack -- logs ${name}`;
  const program = PARTS.find((part) => part.name === name)?.program ?? name;
  return `install ${program}, or start again where Debian's packages can be reached`;
}

function ofRestarts({ name, restarts }: PartState): Finding {
  const says = `had to be started again ${restarts === 1 ? 'once' : `${restarts} times`}`;
  return doubtful(name, { says, remedy: `npm run stack -- logs ${name}` });
}

async function ofHealth(patient: Patient): Promise<readonly Finding[]> {
  const origin = originOf(patient, 'health-aggregator');
  if (origin === undefined) return []; // told above
  return judgeHealth(await ask(`${origin}/health`, healthSchema, { alsoStatus: 503 }));
}

/** A root cause is named; what merely follows from it is not. */
export function judgeHealth({ rootCauses, components }: Health): readonly Finding[] {
  const count = Object.keys(components).length;
  const troubles = rootCauses.map((name) => {
    const { state = 'unhealthy', lost, reason } = components[name] ?? {};
    const says = `is ${state}: ${lost ?? reason ?? 'it does not say why'}`;
    const remedy = 'docs/runbooks/ComponentUnhealthy.md';
    return (state === 'degraded' ? doubtful : broken)(name, { says, remedy });
  });
  return orFine(troubles, fine('health', `all ${count} components that are probed are healthy`));
}
