import { run, type Command } from '@aura/parts';
import type { Problems } from '../settings/settings.js';

const ANSWER_DEADLINE_MS = 15_000;

/** What containers are run with here. */
export interface Engine {
  readonly docker: string;
  /** The program and its first arguments: `docker compose`, or the older `docker-compose`. */
  readonly compose: readonly [string, ...string[]];
  /** A client that builds with BuildKit; without one our own images have to be there already. */
  readonly builder: string | undefined;
}

/** Debian's own client stands beside others that come first on the PATH and lack a builder. */
const CLIENTS = ['docker', '/usr/bin/docker', '/usr/local/bin/docker'] as const;
/** From here on the client builds with the buildx plugin alone. */
const BUILDX_NEEDED = 23;

export async function findEngine(signal: AbortSignal): Promise<Engine | Problems> {
  const ask = (bin: string, ...args: string[]) => run({ bin, args }, ANSWER_DEADLINE_MS, signal);
  const server = await ask('docker', 'version', '--format', '{{.Server.Version}}');
  if (!server.ok) return { problems: [`no Docker engine answers: ${remedy(server.reason)}`] };
  const plugin = await ask('docker', 'compose', 'version', '--short');
  const isCompose = plugin.ok && /^v?\d/.test(plugin.stdout);
  const older = isCompose || (await ask('docker-compose', 'version', '--short')).ok;
  if (!older)
    return {
      problems: ['Compose is missing; install docker-compose-plugin, or docker-compose 1.29'],
    };
  return {
    docker: 'docker',
    compose: isCompose ? ['docker', 'compose'] : ['docker-compose'],
    builder: await findBuilder(ask),
  };
}

type Ask = (bin: string, ...args: string[]) => ReturnType<typeof run>;

async function findBuilder(ask: Ask): Promise<string | undefined> {
  for (const client of CLIENTS) {
    const version = await ask(client, 'version', '--format', '{{.Client.Version}}');
    if (!version.ok) continue;
    if (Number.parseInt(version.stdout, 10) < BUILDX_NEEDED) return client;
    if ((await ask(client, 'buildx', 'version')).ok) return client;
  }
  return undefined;
}

function remedy(reason: string): string {
  if (reason.includes('ENOENT'))
    return 'install docker.io and docker-compose, or https://docs.docker.com/engine/install';
  if (reason.includes('permission denied'))
    return 'this user may not speak to it; add it to the group docker, or use sudo';
  return `start it (systemctl start docker), or set DOCKER_HOST to where it listens. It said: ${reason}`;
}

/** BuildKit is asked for by a variable, and `env` sets one for a single command. */
export function buildCommand(builder: string, args: readonly string[], cwd: string): Command {
  return { bin: 'env', args: ['DOCKER_BUILDKIT=1', builder, 'build', ...args], cwd };
}
