import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensurePrograms, errorCode, prepareCluster, type ProgramName } from '@aura/parts';
import { buildApps, buildSinks } from './build.js';
import type { Layout } from './layout.js';
import { configureMonitoring } from './parts/monitoring.js';
import type { Part, World } from './parts/part.js';
import type { Rules } from './parts/rules.js';
import { openSecrets } from './parts/secrets.js';
import type { Screen } from './screen/screen.js';
import type { Ports } from './settings/taken-ports.js';
import type { Settings } from './settings/settings.js';

export interface Plan {
  readonly layout: Layout;
  readonly settings: Settings;
  readonly ports: Ports;
  readonly parts: readonly Part[];
  readonly rules: Rules;
}

/** Everything that has to be there before the first part starts; what does not depend on another happens at once. */
export async function prepareWorld(
  plan: Plan,
  screen: Screen,
  signal: AbortSignal,
): Promise<World> {
  const { layout, settings, ports, parts } = plan;
  await mkdir(layout.data, { recursive: true });
  const secrets = await openSecrets(layout);
  const home = path.join(layout.data, 'postgres');
  const apps = parts.filter(({ isApp }) => isApp).map(({ name }) => name);
  screen.progress('preparing', 'building the applications and making the database');
  const [programs, cluster] = await together(signal, (end) => [
    ensurePrograms(programsOf(parts), {
      signal: end,
      onProgress: ({ step, detail }) => screen.progress(step, detail),
    }),
    prepareCluster({ home, password: secrets.superuserPassword, durability: 'durable' }),
    buildApps(layout, apps, end),
    buildSinks(layout),
  ]);
  signal.throwIfAborted(); // a fetch that was ended is no reason to go on without the program
  if ('missing' in cluster) throw new Error(`no PostgreSQL: ${cluster.reason}. ${cluster.cost}`);
  if (cluster.home !== home) screen.say(elsewhere(cluster.home));
  const ffmpeg = settings.FFMPEG_PATH ?? (await shippedFfmpeg()) ?? 'ffmpeg';
  const world = { layout, settings, ports, programs, cluster, ffmpeg, secrets };
  await configureMonitoring(world, plan.rules);
  return world;
}

/** All of it or an error, and never one piece that still runs after another has failed. */
async function together<T extends readonly Promise<unknown>[]>(
  signal: AbortSignal,
  begin: (end: AbortSignal) => readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failure = new AbortController();
  const pieces = begin(AbortSignal.any([signal, failure.signal]));
  try {
    return await Promise.all(pieces);
  } catch (error) {
    failure.abort();
    await Promise.allSettled(pieces);
    throw error;
  }
}

function elsewhere(home: string): string {
  const why = 'the account that root runs it as cannot enter this working tree';
  return `PostgreSQL keeps its data in ${home}: ${why}. Some systems tidy up /var/tmp`;
}

/** Those that run, and the two that check what those read. */
function programsOf(parts: readonly Part[]): ProgramName[] {
  return [...parts.flatMap(({ program }) => program ?? []), 'promtool', 'amtool'];
}

/** From npm, where there is one for this platform: its package throws a string where there is none. */
async function shippedFfmpeg(): Promise<string | undefined> {
  const { path: program } = await import('@ffmpeg-installer/ffmpeg').then(
    ({ default: shipped }) => shipped,
    () => ({ path: undefined }),
  );
  if (program !== undefined) await chmod(program, 0o755).catch(unlessForbidden); // npm does not always keep the bit
  return program;
}

/** Installed by somebody else, it is theirs to make executable. */
function unlessForbidden(error: unknown): void {
  if (errorCode(error) !== 'EPERM') throw error;
}
