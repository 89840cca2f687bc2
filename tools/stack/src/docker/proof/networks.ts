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
const SHUT_IN = ['postgres', 'redis', 'node-exporter', 'gpu-queue-collector'] as const;

type IsOpen = (from: string, to: string, port: number | string) => Promise<boolean>;

/** `outside` is something that listens beyond every network of the stack, as `host:port`. */
export async function checkNetworks(
  at: Compose,
  all: readonly Container[],
  outside: string,
): Promise<Check[]> {
  const isOpen: IsOpen = async (from, to, port) => {
    const id = all.find(({ service }) => service === from)?.id ?? from;
    return (await inside(at, id, `nc -w 2 ${to} ${port} -e true`)).ok;
  };
  return [...(await checkDoors(isOpen)), ...(await checkWaysOut(isOpen, outside))];
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

async function checkWaysOut(isOpen: IsOpen, outside: string): Promise<Check[]> {
  const [host = '', port = ''] = outside.split(':');
  const ways: string[] = [];
  for (const one of SHUT_IN) if (await isOpen(one, host, port)) ways.push(one);
  const isHeard = await isOpen('alertmanager', host, port);
  return [
    checkOf('databases, exporters and collectors have no way out', ways),
    checkOf('the Alertmanager has one', isHeard ? [] : ['alertmanager']),
  ];
}
