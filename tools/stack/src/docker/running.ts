import { run } from '@aura/parts';
import type { Layout } from '../layout.js';
import { dockerPlace } from './place.js';

/** Whoever asks has other things to say where no engine answers. */
const ANSWER_DEADLINE_MS = 3_000;

/** Whether containers of this home's stack run; where no engine answers, none do as far as can be seen. */
export async function runsInContainers(layout: Layout, docker = 'docker'): Promise<boolean> {
  const of = `label=com.docker.compose.project=${dockerPlace(layout).project}`;
  const command = { bin: docker, args: ['ps', '--quiet', '--filter', of] };
  const listed = await run(command, ANSWER_DEADLINE_MS);
  return listed.ok && listed.stdout.trim() !== '';
}
