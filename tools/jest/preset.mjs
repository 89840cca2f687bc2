import path from 'node:path';
import { WORKSPACE, moduleNameMapper } from './aliases.mjs';

const here = import.meta.dirname;

/** What unit and integration runs share; `kind` names the file their figures are written to. */
export function preset(kind) {
  leaveTheMachineOutside();
  return {
    testEnvironment: 'node',
    moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
    moduleNameMapper: moduleNameMapper(),
    transform: { '^.+\\.(ts|js|mjs)$': path.join(here, 'transform.cjs') },
    transformIgnorePatterns: ['\\.cjs$'],
    cacheDirectory: path.join(WORKSPACE, 'node_modules/.cache/jest'),
    reporters: ['default', [path.join(here, 'figures-reporter.mjs'), { kind }]],
    randomize: true,
    restoreMocks: true,
    errorOnDeprecated: true,
  };
}

/**
 * Tests talk to 127.0.0.1, where a proxy of the caller's shell would answer instead, and the zone of
 * the machine would move the days that reports are cut at. Set here, in the process that starts the
 * workers, because a spec sees only a copy of `process.env`.
 */
function leaveTheMachineOutside() {
  for (const name of Object.keys(process.env)) {
    if (/^(https?|all|no)_proxy$/i.test(name)) delete process.env[name];
  }
  delete process.env.NODE_USE_ENV_PROXY;
  process.env.TZ = 'UTC';
}
