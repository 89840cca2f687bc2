import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { absent, REPOSITORY } from '@aura/parts';
import { layoutOf, type Layout } from './layout.js';
import { homeOf } from './settings/home.js';
import { readSettings, withLines, type Problems, type Settings } from './settings/settings.js';

/** What every child gets besides its own variables; nothing else of the shell leaks into a part. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
];

export const BASE_ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** https://no-color.org: any value but an empty one. */
export const WANTS_COLOUR = process.stdout.isTTY && !process.env['NO_COLOR'];

/** Which stack a command speaks of, and where its settings are. */
export interface Place {
  readonly layout: Layout;
  /** The text of the file of settings; a named file has to be there, the usual one need not. */
  readonly envText: string | undefined;
}

export async function findPlace(envFile: string | undefined): Promise<Place> {
  const usual = path.join(REPOSITORY, 'docker/.env.monitoring');
  const envText = await (envFile === undefined
    ? readFile(usual, 'utf8').catch(absent)
    : readFile(envFile, 'utf8'));
  return { layout: layoutOf(REPOSITORY, homeOf(REPOSITORY, process.env, envText)), envText };
}

export function loadSettings({ envText }: Place): Settings | Problems {
  return readSettings(process.env, envText);
}

/** For people: what is wrong, and on which line of the file. */
export function located({ envText }: Place, problems: readonly string[]): string[] {
  return withLines(problems, process.env, envText);
}
