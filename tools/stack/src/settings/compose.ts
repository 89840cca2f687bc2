import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

const optional = z.string().optional();

/** The images that the Compose file runs, and what builds our own: a mirror, or a version of the operator's choice. */
const IMAGES = [
  ...['NODE_IMAGE', 'POSTGRES_IMAGE', 'REDIS_IMAGE', 'PROMETHEUS_IMAGE', 'ALERTMANAGER_IMAGE'],
  ...['GRAFANA_IMAGE', 'NODE_EXPORTER_IMAGE', 'CADVISOR_IMAGE', 'REDIS_EXPORTER_IMAGE'],
  ...['POSTGRES_EXPORTER_IMAGE', 'DCGM_EXPORTER_IMAGE', 'METRICS_GATEWAY_IMAGE'],
  ...['HEALTH_AGGREGATOR_IMAGE', 'GPU_QUEUE_COLLECTOR_IMAGE', 'BUSINESS_REPORTER_IMAGE'],
  'SAMPLE_PLATFORM_IMAGE',
] as const;

/** How much memory a container may use before the kernel ends it. */
const MEMORIES = [
  ...['POSTGRES_MEMORY', 'REDIS_MEMORY', 'PROMETHEUS_MEMORY', 'METRICS_GATEWAY_MEMORY'],
  ...['HEALTH_AGGREGATOR_MEMORY', 'GPU_QUEUE_COLLECTOR_MEMORY', 'BUSINESS_REPORTER_MEMORY'],
  'SAMPLE_PLATFORM_MEMORY',
] as const;

function each<N extends string, T>(names: readonly N[], schema: T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<N, T>; // one entry for each name
}

const image = z
  .string()
  .regex(/^[\w./:-]+(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/, {
    error: 'names no version; give image:version, and not latest',
  })
  .optional();
const memory = z
  .string()
  .regex(/^\d+[kmg]$/, { error: 'is no amount of memory; give one such as 512m or 2g' })
  .optional();
const addresses = z
  .string()
  .regex(/^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/, { error: 'is not host:port,host:port' })
  .optional();
const page = (example: string) =>
  z.url({ protocol: /^https?$/, error: `is no URL, such as ${example}` }).optional();

const storeUrl = (...schemes: readonly string[]) =>
  z
    .url({
      protocol: new RegExp(`^(${schemes.join('|')})$`),
      error: `is no URL of ${schemes.join(' or ')}`,
    })
    .optional();

/** What only the stack in containers asks for. */
export const composeSettings = {
  ...each(IMAGES, image),
  ...each(MEMORIES, memory),
  COMPOSE_PROFILES: z
    .string()
    .regex(/^(sample|gpu)(,(sample|gpu))?$/, { error: 'knows sample, gpu, or sample,gpu' })
    .optional(),
  COMPOSE_WITHOUT: z
    .string()
    .regex(/^(grafana|cadvisor|redis)(,(grafana|cadvisor|redis)){0,2}$/, {
      error: 'knows grafana, cadvisor and redis, as in grafana,redis',
    })
    .transform((text) => text.split(','))
    .default([]),
  APPLICATION_URL: page('http://render.example.com:8010'),
  DATABASE_URL: storeUrl('postgres', 'postgresql'),
  DATABASE_URL_FILE: optional,
  QUEUE_URL: storeUrl('postgres', 'postgresql', 'redis', 'rediss'),
  QUEUE_URL_FILE: optional,
  APPLICATION_METRICS_TOKEN: optional,
  APPLICATION_METRICS_TOKEN_FILE: optional,
  TOKENS_FILE: optional,
  PUBLISH_ADDRESS: z
    .union([z.ipv4(), z.ipv6()], { error: 'is no address of this machine, such as 127.0.0.1' })
    .default('127.0.0.1'),
  GRAFANA_PORT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'is no port; give one such as 3000' })
    .transform(Number)
    .default(3000),
  PROMETHEUS_RETENTION_SIZE: z
    .string()
    .regex(/^[1-9]\d*[KMGT]B$/, { error: 'is no size; give one such as 20GB' })
    .default('20GB'),
  PROMETHEUS_EXTERNAL_URL: page('https://prometheus.example.com/'),
  ALERTMANAGER_EXTERNAL_URL: page('https://alertmanager.example.com/'),
  GRAFANA_ROOT_URL: page('https://grafana.example.com/'),
  MONITORING_USER: z
    .string()
    .regex(/^[a-z][\w-]*$/, { error: 'is no name, such as aura' })
    .optional(),
  MONITORING_PASSWORD: optional,
  MONITORING_PASSWORD_FILE: optional,
  TLS_CERT_FILE: optional,
  TLS_KEY_FILE: optional,
  TLS_CA_FILE: optional,
  PROMETHEUS_REPLICA: optional,
  PROMETHEUS_ALERTMANAGERS: addresses,
  PROMETHEUS_FEDERATE_FROM: addresses,
  ALERTMANAGER_CLUSTER_PEERS: addresses,
  ALERTMANAGER_CLUSTER_ADVERTISE: z
    .string()
    .regex(/^[\d.]+:\d+$/, { error: 'is no address of this machine, such as 10.0.0.11:9094' })
    .optional(),
  PROMETHEUS_REMOTE_WRITE_URL: page('https://storage.example.com/api/v1/write'),
  PROMETHEUS_REMOTE_WRITE_TOKEN: optional,
  PROMETHEUS_REMOTE_WRITE_TOKEN_FILE: optional,
  NODE_EXPORTER_MOUNT: z
    .enum(['ro', 'ro,rslave'], { error: 'knows ro, and ro,rslave where / is a shared mount' })
    .optional(),
  DOCKER_DATA_ROOT: optional,
  GRAFANA_ADMIN_PASSWORD: optional,
  GRAFANA_ADMIN_PASSWORD_FILE: optional,
  GRAFANA_SECRET_KEY: optional,
  GRAFANA_SECRET_KEY_FILE: optional,
};

type Given = Readonly<Record<string, string | undefined>>;

const NEED_APPLICATION = [
  'DATABASE_URL',
  'DATABASE_URL_FILE',
  'QUEUE_URL',
  'QUEUE_URL_FILE',
] as const;

const NOT_REACHED = 'nobody else reaches loopback';

/** Settings that mean something only together with another. */
const NEEDS = [
  ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'a certificate is of no use without its key'],
  ['TLS_KEY_FILE', 'TLS_CERT_FILE', 'a key is of no use without its certificate'],
  ['TLS_CA_FILE', 'TLS_CERT_FILE', 'it is what that certificate is checked against'],
  ['MONITORING_PASSWORD', 'MONITORING_USER', 'a password is somebody’s'],
  ['MONITORING_PASSWORD_FILE', 'MONITORING_USER', 'a password is somebody’s'],
  ['ALERTMANAGER_CLUSTER_PEERS', 'ALERTMANAGER_CLUSTER_ADVERTISE', 'the others come there'],
  ['ALERTMANAGER_CLUSTER_PEERS', 'PUBLISH_ADDRESS', NOT_REACHED],
  ['ALERTMANAGER_CLUSTER_PEERS', 'TLS_CERT_FILE', 'each shows its own to the others'],
  ['ALERTMANAGER_CLUSTER_ADVERTISE', 'ALERTMANAGER_CLUSTER_PEERS', 'alone it gossips with nobody'],
  ...NEED_APPLICATION.map((name) => [name, 'APPLICATION_URL', 'the sample has its own'] as const),
  ['APPLICATION_METRICS_TOKEN', 'APPLICATION_URL', 'it is sent there'],
  ['APPLICATION_METRICS_TOKEN_FILE', 'APPLICATION_URL', 'it is sent there'],
  ['PROMETHEUS_REMOTE_WRITE_TOKEN', 'PROMETHEUS_REMOTE_WRITE_URL', 'it is sent there'],
  ['PROMETHEUS_REMOTE_WRITE_TOKEN_FILE', 'PROMETHEUS_REMOTE_WRITE_URL', 'it is sent there'],
] as const;

export function incompleteComposeSettings(given: Given): string[] {
  const missing = NEEDS.filter(
    ([name, needed]) => given[name] !== undefined && given[needed] === undefined,
  ).map(([name, needed, why]) => `${needed} is missing; ${name} needs it: ${why}`);
  return [...missing, ...unreachable(given)];
}

function unreachable({ PUBLISH_ADDRESS: address, ALERTMANAGER_CLUSTER_PEERS: peers }: Given) {
  if (peers === undefined || address === undefined || !isLoopback(address)) return [];
  return [
    `PUBLISH_ADDRESS=${address} does not do; ALERTMANAGER_CLUSTER_PEERS needs another: ${NOT_REACHED}`,
  ];
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether nobody but this machine reaches what is published there. */
export function isLoopback(address: string): boolean {
  const version = isIP(address); // 0 is none, and told as such elsewhere
  return version !== 0 && LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
