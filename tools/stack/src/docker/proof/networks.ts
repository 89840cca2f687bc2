import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { checkOf, inside, type Check } from './inside.js';
import type { Compose, Container } from '../compose.js';

/** Who has to open a connection to whom, and who must not be able to, though it runs beside it. */
const DOORS = [
  {
    to: 'postgres',
    port: 5432,
    from: [
      ...['health-aggregator', 'gpu-queue-collector', 'business-reporter', 'sample-platform'],
      'postgres-exporter',
    ],
    not: ['metrics-gateway', 'node-exporter', 'alertmanager', 'prometheus'],
  },
  {
    to: 'redis',
    port: 6379,
    from: ['redis-exporter'],
    not: ['metrics-gateway', 'node-exporter', 'alertmanager', 'prometheus'],
  },
  {
    to: 'node-exporter',
    port: 9100,
    from: ['prometheus'],
    not: ['metrics-gateway', 'postgres', 'redis', 'alertmanager', 'sample-platform'],
  },
  {
    to: 'alertmanager',
    port: 9093,
    from: ['prometheus'],
    not: ['metrics-gateway', 'postgres', 'redis', 'node-exporter', 'sample-platform'],
  },
  {
    to: 'prometheus',
    port: 9090,
    from: ['alertmanager'],
    not: ['postgres', 'redis'],
  },
  {
    to: 'gpu-queue-collector',
    port: 8002,
    from: ['prometheus'],
    not: ['node-exporter', 'alertmanager'],
  },
] as const;
const SHUT_IN = [
  ...['postgres', 'redis', 'node-exporter', 'redis-exporter', 'postgres-exporter'],
  ...['gpu-queue-collector', 'business-reporter'],
];

type Say = (from: string, command: string) => ReturnType<typeof inside>;
type IsOpen = (from: string, to: string, port: number) => Promise<boolean>;

export async function checkNetworks(at: Compose, all: readonly Container[]): Promise<Check[]> {
  const say: Say = (from, command) =>
    inside(at, all.find(({ service }) => service === from)?.id ?? from, command);
  const isOpen: IsOpen = async (from, to, port) =>
    (await say(from, `nc -w 2 ${to} ${port} -e true`)).ok;
  return [...(await checkDoors(isOpen)), ...(await checkWaysOut(say))];
}

async function checkDoors(isOpen: IsOpen): Promise<Check[]> {
  const doors = DOORS.flatMap(({ from, ...to }) => from.map((one) => ({ one, ...to })));
  const walls = DOORS.flatMap(({ not, ...to }) => not.map((one) => ({ one, ...to })));
  const missing: string[] = [];
  const needless: string[] = [];
  for (const { one, to, port } of doors)
    if (!(await isOpen(one, to, port))) missing.push(`${one} to ${to}`);
  for (const { one, to, port } of walls)
    if (await isOpen(one, to, port)) needless.push(`${one} to ${to}`);
  return [
    checkOf(`who has to reach a server does (${doors.length} tried)`, missing),
    checkOf(`who has no business with a server cannot reach it (${walls.length} tried)`, needless),
  ];
}

/**
 * Every address of this machine is tried, where something listens on all of them: one of them would be the next hop to
 * everywhere else. The kernel's table of routes says nothing, for engine 20.10 writes a gateway there that nobody is.
 */
async function checkWaysOut(say: Say): Promise<Check[]> {
  const listener = createServer().listen(0, '0.0.0.0');
  await once(listener, 'listening');
  const addresses = hostAddresses();
  const reached = async (from: string): Promise<readonly string[]> => {
    const { ok, text } = await say(from, knocks(addresses, portOf(listener)));
    return ok ? text.split('\n').filter((line) => line !== '') : [`nothing, for ${text}`];
  };
  try {
    const shut = await Promise.all(
      SHUT_IN.map(async (one) => (await reached(one)).map((address) => `${one} to ${address}`)),
    );
    const heard = await reached('alertmanager');
    return [
      checkOf(
        `databases, exporters and collectors have no way out (${addresses.length} addresses of this machine tried from ${SHUT_IN.length})`,
        shut.flat(),
      ),
      checkOf(
        'the Alertmanager has one, to each of them',
        addresses.filter((address) => !heard.includes(address)),
      ),
    ];
  } finally {
    listener.close();
    await once(listener, 'close');
  }
}

/** Prints those that open; six at a time, for processes are limited. */
function knocks(addresses: readonly string[], port: number): string {
  const knock = `{ nc -w 2 $a ${port} -e true && echo $a; } 2>/dev/null &`;
  const turn = 'n=$((n+1)); [ $((n % 6)) -ne 0 ] || wait';
  return `n=0; for a in ${addresses.join(' ')}; do ${knock} ${turn}; done; wait`;
}

/** Bridges of this stack are among them. */
function hostAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
