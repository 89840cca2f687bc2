import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import { PARTS } from '../parts/table.js';
import { chosenParts } from '../parts/chosen.js';
import { readRules } from '../parts/rules.js';
import { serviceProblems } from '../settings/ask-services.js';
import { claimPorts } from '../settings/taken-ports.js';
import type { Settings } from '../settings/settings.js';
import { broken, doubtful, fine, unasked, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** A start fetches programs, makes a database and renders videos. */
const GIB = 2 ** 30;
const LEAST_FREE_BYTES = 2 * GIB;

/** What has to be right before anything can start. */
export async function ofMachine(patient: Patient): Promise<readonly Finding[]> {
  const disk = await ofDisk(patient.layout.home);
  const { settings } = patient;
  if ('problems' in settings) return [...wrongSettings(settings.problems), disk];
  const refused = await serviceProblems(settings);
  return [
    ...(refused.length === 0
      ? [fine('settings', 'each one is known and well formed')]
      : wrongSettings(refused)),
    ...(await ofThresholds(patient, settings)),
    ...(await ofPorts(patient, settings)),
    disk,
  ];
}

function wrongSettings(problems: readonly string[]): readonly Finding[] {
  const remedy = 'mend it in docker/.env.monitoring, or in the environment, which wins over it';
  return problems.map((says) => broken('settings', { says, remedy }));
}

async function ofThresholds({ layout }: Patient, settings: Settings): Promise<readonly Finding[]> {
  if (settings.THRESHOLDS_FILE === undefined) return [];
  const rules = await readRules(layout, settings);
  if (!('problems' in rules)) return [fine('thresholds', 'the file makes rules')];
  const remedy = `mend ${settings.THRESHOLDS_FILE}`;
  return rules.problems.map((says) => broken('thresholds', { says, remedy }));
}

async function ofPorts(patient: Patient, settings: Settings): Promise<readonly Finding[]> {
  if (patient.isInContainers)
    return [
      unasked(
        'ports',
        'the stack runs in containers; npm run stack -- status --docker tells of it',
      ),
    ];
  if (patient.parts.length > 0) return [unasked('ports', 'the stack runs, and holds its own')];
  const names = chosenParts(PARTS, settings, undefined).map(({ name }) => name);
  const claimed = await claimPorts(settings, names);
  if (!Array.isArray(claimed)) return [fine('ports', `all ${names.length} are free`)];
  const remedy = 'end that process, or move ours by the variable';
  return claimed.map((says) => broken('ports', { says, remedy }));
}

async function ofDisk(home: string): Promise<Finding> {
  const folder = await nearestFolder(home);
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / GIB).toFixed(1)} GiB free of ${((blocks * bsize) / GIB).toFixed(1)} for ${folder}`;
  if (free >= LEAST_FREE_BYTES) return fine('disk', says);
  const remedy = 'free some, or move data and logs to another disk by AURA_HOME';
  return doubtful('disk', { says, remedy });
}

/** The home or, before its first start, the folder that it will be made in. */
async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(absent);
  return found === undefined ? nearestFolder(path.dirname(folder)) : folder;
}
