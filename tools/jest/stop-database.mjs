import { rmSync } from 'node:fs';

export default async function stopDatabase() {
  for (const folder of globalThis.scriptFolders ?? []) rmSync(folder, { recursive: true });
  await globalThis.stopThrowawayPostgres?.();
}
