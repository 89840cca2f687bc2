import path from 'node:path';
import { parseEnvFile } from './env-file.js';
import { SETTING_NAMES, type Environment } from './settings.js';

/** The folder that one stack keeps everything in: AURA_HOME from the working tree's root, else `.aura` there. */
export function homeOf(root: string, environment: Environment, fileText = ''): string {
  const { values } = parseEnvFile(fileText, SETTING_NAMES);
  const given = environment['AURA_HOME'] ?? values.get('AURA_HOME');
  return path.resolve(root, given === undefined || given === '' ? '.aura' : given);
}
