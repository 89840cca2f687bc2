import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Layout } from '../layout.js';

/** Where the stack in containers keeps what is not in a volume. */
export interface DockerPlace {
  readonly root: string;
  readonly folder: string;
  readonly secrets: string;
  readonly config: string;
  /** What the Compose file's variables are set to. */
  readonly env: string;
  readonly composeFile: string;
  /** Beside it, where there is more to say than variables can. */
  readonly more: string;
  /** Compose's name for one stack: two homes are two stacks. */
  readonly project: string;
}

export function dockerPlace({ root, home }: Layout): DockerPlace {
  const folder = path.join(home, 'docker');
  const isUsual = home === path.join(root, '.aura');
  return {
    root,
    folder,
    secrets: path.join(folder, 'secrets'),
    config: path.join(folder, 'config'),
    env: path.join(folder, 'compose.env'),
    more: path.join(folder, 'more.yml'),
    composeFile: path.join(root, 'docker/docker-compose.monitoring.yml'),
    project: isUsual
      ? 'aura'
      : `aura-${createHash('sha256').update(home).digest('hex').slice(0, 8)}`,
  };
}
