import type { Place } from '../config.js';
import { ofAlerts } from './alerts.js';
import { broken, type Chapter, type Finding } from './finding.js';
import { ofLogs } from './lines.js';
import { ofMachine } from './machine.js';
import { ofMetrics } from './metrics.js';
import { ofParts } from './parts.js';
import { patientAt, type Patient } from './patient.js';
import { printChapters } from './print.js';
import { ofStorage } from './storage.js';

/** As `status` has it. */
const NOT_RUNNING = 3;

type Examination = (patient: Patient) => Promise<readonly Finding[]>;

const BEFORE: readonly (readonly [string, Examination])[] = [['This machine', ofMachine]];

const RUNNING: readonly (readonly [string, Examination])[] = [
  ['The parts', ofParts],
  ['Do metrics appear?', ofMetrics],
  ['Would an alert reach somebody?', ofAlerts],
  ['What do the logs say?', ofLogs],
  ['Storage', ofStorage],
];

/** Goes through what people look at when something is missing. 1 where something is broken, 3 where no launcher runs. */
export async function doctor(
  place: Place,
  { asJson }: { readonly asJson: boolean },
): Promise<number> {
  const patient = await patientAt(place);
  const runs = patient.parts.length > 0;
  const chapters = await examine(patient, runs ? [...BEFORE, ...RUNNING] : BEFORE);
  if (asJson) console.log(JSON.stringify(chapters, undefined, 2));
  else printChapters(chapters, runs ? undefined : unreached(patient));
  const isBroken = chapters.some(({ findings }) =>
    findings.some(({ verdict }) => verdict === 'broken'),
  );
  if (isBroken) return 1;
  return runs ? 0 : NOT_RUNNING;
}

/** Why there was no more to look at. */
function unreached({ isInContainers }: Patient): string {
  return isInContainers
    ? 'the stack runs in containers, where the doctor does not reach'
    : 'the stack does not run, npm start starts it';
}

/** Chapter after chapter; one that cannot be gone through is itself a finding, and the next is begun. */
async function examine(
  patient: Patient,
  examinations: readonly (readonly [string, Examination])[],
): Promise<readonly Chapter[]> {
  const chapters: Chapter[] = [];
  for (const [title, look] of examinations) {
    const findings = await look(patient).catch((error: unknown) => [unfinished(error)]);
    chapters.push({ title, findings });
  }
  return chapters;
}

function unfinished(error: unknown): Finding {
  const says = error instanceof Error ? error.message : String(error);
  return broken('this chapter', { says, remedy: 'npm run stack -- status' });
}
