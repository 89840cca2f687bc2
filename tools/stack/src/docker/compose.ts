import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { run, type Command, type Finished } from '@aura/parts';
import type { Engine } from './engine.js';
import type { DockerPlace } from './place.js';
import { FILLED_IN } from './variables.js';

export interface Compose {
  readonly engine: Engine;
  readonly place: DockerPlace;
}

const ANSWER_DEADLINE_MS = 30_000;

function composeCommand({ engine, place }: Compose, args: readonly string[]): Command {
  const [bin, ...first] = engine.compose;
  const files = [place.composeFile, ...(existsSync(place.more) ? [place.more] : [])];
  const about = [...files.flatMap((file) => ['-f', file]), '-p', place.project];
  const all = [bin, ...first, ...about, '--env-file', place.env, ...args];
  // Compose takes its own environment before the file, and there the same names may stand for this machine's paths.
  const without = FILLED_IN.flatMap((name) => ['-u', name]);
  return { bin: 'env', args: [...without, ...all], cwd: place.root };
}

export async function compose(
  at: Compose,
  args: readonly string[],
  { deadlineMs, signal }: { readonly deadlineMs: number; readonly signal?: AbortSignal },
): Promise<void> {
  const finished = await run(composeCommand(at, args), deadlineMs, signal);
  if (!finished.ok) throw new Error(`compose ${args[0] ?? ''} failed: ${finished.reason}`);
}

/** Every service that the Compose file has. */
export async function services(at: Compose): Promise<string[]> {
  const listed = await run(composeCommand(at, ['config', '--services']), ANSWER_DEADLINE_MS);
  if (!listed.ok) throw new Error(`Compose refuses its file: ${listed.reason}`);
  return listed.stdout.trim().split('\n');
}

/** With this terminal as its own, for as long as it lasts. Resolves with its exit code. */
export async function composeHere(at: Compose, args: readonly string[]): Promise<number> {
  const command = composeCommand(at, args);
  const child = spawn(command.bin, command.args, { cwd: command.cwd, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null]; // as node documents the event
  return code ?? 1;
}

export interface Container {
  readonly service: string;
  readonly id: string;
  readonly state: string;
  /** In Docker's words: `Up 11 seconds (healthy)`. */
  readonly told: string;
}

const COLUMNS = '{{.Label "com.docker.compose.service"}}\t{{.ID}}\t{{.State}}\t{{.Status}}';

/** Every container of the stack, stopped ones too. */
export async function containers({ engine, place }: Compose): Promise<readonly Container[]> {
  const of = `label=com.docker.compose.project=${place.project}`;
  const listed = await docker(engine, ['ps', '--all', '--filter', of, '--format', COLUMNS]);
  return listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [service = '', id = '', state = '', told = ''] = line.split('\t');
      return { service, id, state, told };
    })
    .sort((a, b) => a.service.localeCompare(b.service));
}

export async function docker(
  engine: Engine,
  args: readonly string[],
  deadlineMs = ANSWER_DEADLINE_MS,
): Promise<string> {
  const finished: Finished = await run({ bin: engine.docker, args }, deadlineMs);
  if (!finished.ok) throw new Error(`docker ${args[0] ?? ''} failed: ${finished.reason}`);
  return finished.stdout;
}
