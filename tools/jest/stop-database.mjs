import { rmSync } from 'node:fs';

export default async function stopDatabase() {
  if (globalThis.redisServerFolder !== undefined) {
    rmSync(globalThis.redisServerFolder, { recursive: true });
  }
  await globalThis.stopThrowawayPostgres?.();
}
