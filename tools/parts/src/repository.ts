import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the working tree this code lies in. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** What is fetched for this working tree; git ignores it. */
export const PARTS_FOLDER = path.join(REPOSITORY, '.aura', 'parts');

/**
 * A place outside the working tree and still its own. A service account cannot enter a clone below a 0700
 * folder such as /root, and what it runs and writes has to lie somewhere it can.
 */
export function outsideFolder(root: string): string {
  return `/var/tmp/aura-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
}
