import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensurePrograms, required, run } from '@aura/parts';
import { POSTGRES_ENTRY } from './postgres-entry.js';

const ANSWER_DEADLINE_MS = 30_000;

/** An image made of this machine's own programs, where no registry can be reached. Its tag says so. */
export interface StandIn {
  readonly variable: string;
  readonly tag: string;
  /** What is copied, with the libraries it needs: from here, to there. */
  readonly files: readonly (readonly [from: string, to: string])[];
  readonly lines: readonly string[];
  readonly libraries?: string;
}

const NAMES = [
  ...(['prometheus', 'promtool', 'alertmanager', 'amtool', 'node-exporter'] as const),
  ...(['redis-exporter', 'postgres-exporter', 'redis-server'] as const),
];
type Bin = (name: (typeof NAMES)[number]) => string;

const same = (file: string) => [file, file] as const;

/** Every image that the stack needs and that can be made of what this machine has. */
export async function standIns(folder: string, version: string): Promise<StandIn[]> {
  const programs = await ensurePrograms(NAMES);
  const bin: Bin = (name) => required(programs.get(name)).bin;
  const entry = path.join(folder, 'entry.sh');
  await writeFile(entry, POSTGRES_ENTRY, { mode: 0o755 });
  return [
    node(await npmFolder()),
    postgres(version, entry),
    redis(bin('redis-server')),
    ...monitoring(bin),
    exporter('NODE_EXPORTER_IMAGE', 'node_exporter', bin('node-exporter')),
    exporter('REDIS_EXPORTER_IMAGE', 'redis_exporter', bin('redis-exporter')),
    exporter('POSTGRES_EXPORTER_IMAGE', 'postgres_exporter', bin('postgres-exporter')),
  ];
}

async function npmFolder(): Promise<string> {
  const found = await run({ bin: 'npm', args: ['root', '--global'] }, ANSWER_DEADLINE_MS);
  if (!found.ok) throw new Error(`npm does not say where it lies: ${found.reason}`);
  return path.join(found.stdout.trim(), 'npm');
}

function node(npm: string): StandIn {
  return {
    variable: 'NODE_IMAGE',
    tag: 'stand-in/node:20-debian',
    files: [
      [process.execPath, '/usr/local/bin/node'],
      [npm, '/usr/local/lib/node_modules/npm'],
      same('/lib/x86_64-linux-gnu/librt.so.1'), // what the compiler of decorators is linked with
    ],
    lines: ['RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'],
  };
}

function postgres(version: string, entry: string): StandIn {
  const home = `/usr/lib/postgresql/${version}`;
  const tools = ['postgres', 'initdb', 'pg_ctl', 'psql', 'pg_isready', 'pg_dump', 'pg_restore'];
  const places = '/var/lib/postgresql /var/run/postgresql';
  return {
    variable: 'POSTGRES_IMAGE',
    tag: `stand-in/postgres:${version}-debian`,
    files: [
      ...tools.map((name) => same(`${home}/bin/${name}`)),
      ...[`${home}/lib`, `/usr/share/postgresql/${version}`, '/usr/share/zoneinfo'].map(same),
      [entry, '/docker-entrypoint.sh'],
    ],
    lines: [
      `RUN mkdir -p ${places} && chown 999:999 ${places}`,
      `ENV PATH=${home}/bin:/bin:/usr/bin`,
      'ENTRYPOINT ["/docker-entrypoint.sh"]',
    ],
  };
}

function redis(server: string): StandIn {
  const bin = path.dirname(server);
  return {
    variable: 'REDIS_IMAGE',
    tag: 'stand-in/redis:debian',
    files: [
      [server, '/usr/bin/redis-server'],
      [path.join(bin, 'redis-cli'), '/usr/bin/redis-cli'],
    ],
    lines: ['RUN mkdir /data && chown 999:999 /data'],
    libraries: path.join(bin, '../lib/x86_64-linux-gnu'),
  };
}

function monitoring(bin: Bin): StandIn[] {
  const usr = path.resolve(path.dirname(bin('prometheus')), '..');
  const share = path.join(usr, 'share/prometheus');
  const own = (place: string): string => `RUN mkdir -p ${place} && chown 65534:65534 ${place}`;
  return [
    {
      variable: 'PROMETHEUS_IMAGE',
      tag: 'stand-in/prometheus:2-debian',
      files: [
        [bin('prometheus'), '/bin/prometheus'],
        [path.join(share, 'web'), '/usr/share/prometheus/web'],
      ],
      lines: [
        own('/prometheus'),
        'ENTRYPOINT ["/bin/prometheus", "--web.local-assets=/usr/share/prometheus/web/"]',
      ],
    },
    {
      variable: 'ALERTMANAGER_IMAGE',
      tag: 'stand-in/alertmanager:debian',
      files: [
        // Not the copy that tools/parts has patched to run from elsewhere: here it lies where it was built for.
        [path.join(usr, 'bin/prometheus-alertmanager'), '/bin/alertmanager'],
        [path.join(share, 'alertmanager'), '/usr/share/prometheus/alertmanager'],
      ],
      lines: [own('/alertmanager'), 'ENTRYPOINT ["/bin/alertmanager"]'],
    },
  ];
}

function exporter(variable: string, name: string, program: string): StandIn {
  return {
    variable,
    tag: `stand-in/${name}:debian`,
    files: [[program, `/bin/${name}`]],
    lines: [`ENTRYPOINT ["/bin/${name}"]`],
  };
}
