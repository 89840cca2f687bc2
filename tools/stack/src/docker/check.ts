import { access, constants, readFile } from 'node:fs/promises';
import { errorCode } from '@aura/parts';
import { certificateProblems } from './certificate.js';
import { takenNames } from './guard.js';
import { serviceProblems } from '../settings/ask-services.js';
import { isLoopback } from '../settings/compose.js';
import { whyNoSecret } from '../settings/known-secrets.js';
import { SETTING_NAMES, shown, type Settings } from '../settings/settings.js';

/** What a deployment may not be started with, though each setting is well formed. Every problem, with its remedy. */
export async function deploymentProblems(settings: Settings): Promise<string[]> {
  const files = SETTING_NAMES.filter((name) => name.endsWith('_FILE'));
  const read = await Promise.all(files.map((name) => fileProblem(name, settings[name])));
  return [
    ...read.flat(),
    ...examples(settings),
    ...exposed(settings),
    ...nothingWatched(settings),
    ...(read.flat().length > 0 ? [] : await unfit(settings)),
    ...(await serviceProblems(settings)),
  ];
}

async function fileProblem(name: string, file: unknown): Promise<string[]> {
  if (typeof file !== 'string') return [];
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'is not there' : 'cannot be read by this user';
    return [`${name}: ${file} ${why}; make it, or name the right one`];
  }
  const secret = name.replace(/_FILE$/, '');
  if (!SETTING_NAMES.some((known) => known === secret)) return [];
  const value = (await readFile(file, 'utf8')).trimEnd();
  if (value === '') return [`${name}: ${file} is empty; put the secret in it`];
  const why = whyNoSecret(secret, value);
  return why === undefined ? [] : [`${name}: ${file} holds no secret: ${why}`];
}

const EXAMPLE = /(^|[/@.])example\.(com|org|net)\b/;

/** Mail to an example's address is lost in silence, and nobody hears the alert. */
function examples(settings: Settings): string[] {
  return SETTING_NAMES.flatMap((name) => {
    const value = settings[name];
    return typeof value === 'string' && EXAMPLE.test(value)
      ? [`${shown(name, value)} is the value of an example; give your own, or remove the line`]
      : [];
  });
}

/** Files that are there and hold what cannot serve. */
async function unfit(settings: Settings): Promise<string[]> {
  const taken = await takenNames(settings);
  return [
    ...(await certificateProblems(settings)),
    ...taken.map(
      (name) =>
        `TOKENS_FILE: ${name} is a name that this stack gives its own token; choose another`,
    ),
  ];
}

function exposed(settings: Settings): string[] {
  const address = settings.PUBLISH_ADDRESS;
  if (isLoopback(address)) return [];
  const open = [
    ...(settings.MONITORING_USER === undefined ? ['MONITORING_USER'] : []),
    ...(settings.TLS_CERT_FILE === undefined ? ['TLS_CERT_FILE', 'TLS_KEY_FILE'] : []),
  ];
  return open.map(
    (name) => `${name} is missing; PUBLISH_ADDRESS=${address} lets others reach Prometheus`,
  );
}

function nothingWatched(settings: Settings): string[] {
  const hasSample = settings.COMPOSE_PROFILES?.includes('sample') === true;
  if (hasSample && settings.APPLICATION_URL !== undefined)
    return ['APPLICATION_URL is set, and COMPOSE_PROFILES asks for the sample; keep one'];
  if (
    !hasSample &&
    settings.COMPOSE_PROFILES !== undefined &&
    settings.APPLICATION_URL === undefined
  )
    return ['APPLICATION_URL is missing; without it, or the profile sample, nothing is watched'];
  return [];
}
