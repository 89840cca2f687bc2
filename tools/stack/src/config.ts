import { readFile } from 'node:fs/promises';
import { absent } from '@aura/parts';
import { readSettings, type Problems, type Settings } from './settings/settings.js';

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

export async function loadSettings(envFile: string): Promise<Settings | Problems> {
  return readSettings(process.env, await readFile(envFile, 'utf8').catch(absent));
}
