import path from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { WORKSPACE } from './aliases.mjs';

const VARIABLE = 'AURA_TEST_DATABASE_URL';

/** One throwaway PostgreSQL for the run of a project, unless the caller brings a server of their own. */
export default async function startDatabase() {
  if (process.env[VARIABLE]) return;
  const { startThrowawayPostgres } = await tsImport('../parts/src/index.ts', {
    parentURL: import.meta.url,
    tsconfig: path.join(WORKSPACE, 'tsconfig.base.json'),
  });
  const database = await startThrowawayPostgres();
  process.env[VARIABLE] = database.url;
  globalThis.stopThrowawayPostgres = () => database.stop();
}
