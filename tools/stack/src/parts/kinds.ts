import path from 'node:path';
import { required, type ProgramName } from '@aura/parts';
import { BASE_ENVIRONMENT } from '../config.js';
import type { PartName } from '../settings/ports.js';
import { EVERY_SERVICE, SERVICE_SETTINGS, type ServiceName } from '../settings/services.js';
import type { Part, World } from './part.js';
import { thresholdsFile } from './rules.js';

type Environment = Readonly<Record<string, string>>;

/** What rows of one kind still differ in. */
interface Row {
  readonly name: PartName;
  readonly purpose: string;
  readonly needs: readonly PartName[];
  readonly page?: string;
  environment?(world: World): Environment;
}

export const at = (port: number): string => `http://127.0.0.1:${port}`;

/** Only the variables that have a value: where the operator sets none, the part takes its own default. */
function whereSet(variables: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** One of our own applications, as built into dist/apps. */
export function app(row: Row & { readonly name: ServiceName }): Part {
  return {
    ...row,
    isApp: true,
    readyWithinMs: 60_000,
    url: `http://127.0.0.1:{port}${row.page ?? ''}`,
    command: (world) => ({
      bin: process.execPath,
      args: [path.join(world.layout.root, 'dist/apps', row.name, 'main.js')],
      cwd: world.layout.root,
      env: {
        ...BASE_ENVIRONMENT,
        ...whereSet({
          ...serviceSettings(row.name, world),
          THRESHOLDS_FILE: thresholdsFile(world.layout, world.settings),
        }),
        ...row.environment?.(world),
        HOST: '127.0.0.1',
        PORT: String(world.ports[row.name]),
      },
    }),
    readiness: ({ ports }) => ({ by: 'http', url: `${at(ports[row.name])}/health/ready` }),
  };
}

function serviceSettings(name: ServiceName, { settings }: World) {
  const names = [...EVERY_SERVICE, ...SERVICE_SETTINGS[name]];
  return Object.fromEntries(names.map((one) => [one, settings[one]]));
}

interface FetchedRow extends Row {
  readonly name: PartName & ProgramName;
  readonly readyPath: string;
  arguments(world: World): readonly string[];
}

/** A real program that tools/parts fetches. */
export function fetched(row: FetchedRow): Part {
  return {
    ...row,
    program: row.name,
    readyWithinMs: 30_000,
    url: `http://127.0.0.1:{port}${row.page ?? ''}`,
    command: (world) => {
      const program = required(world.programs.get(row.name));
      const env = { ...BASE_ENVIRONMENT, ...program.env, ...row.environment?.(world) };
      return { ...program, args: [...program.args, ...row.arguments(world)], env };
    },
    readiness: ({ ports }) => ({ by: 'http', url: `${at(ports[row.name])}${row.readyPath}` }),
  };
}

/** A receiver of our own for what the Alertmanager sends while no real one is configured. */
export function sink(name: 'mail-sink' | 'slack-sink', purpose: string): Part {
  return {
    name,
    purpose,
    needs: [],
    readyWithinMs: 30_000,
    url: name === 'mail-sink' ? 'smtp://127.0.0.1:{port}' : 'http://127.0.0.1:{port}',
    command: ({ layout, ports }) => ({
      bin: process.execPath,
      args: [layout.sinks, name, String(ports[name]), layout.inbox],
      cwd: layout.root,
      env: BASE_ENVIRONMENT,
    }),
    readiness: ({ ports }) => ({ by: 'tcp', port: ports[name] }),
  };
}
