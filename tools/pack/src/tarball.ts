import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const NPM_DEADLINE_MS = 60_000;

const packedSchema = z.array(
  z.object({ filename: z.string(), size: z.int(), entryCount: z.int() }),
);
export type Tarball = z.infer<typeof packedSchema>[number];

/** One tarball for each folder, as `npm publish` would send it. */
export async function npmPack(
  folders: readonly string[],
  destination: string,
): Promise<readonly Tarball[]> {
  const options = ['--json', '--ignore-scripts', '--pack-destination', destination];
  const { stdout } = await promisify(execFile)('npm', ['pack', ...options, ...folders], {
    timeout: NPM_DEADLINE_MS,
    shell: process.platform === 'win32',
  });
  return packedSchema.parse(JSON.parse(stdout));
}
