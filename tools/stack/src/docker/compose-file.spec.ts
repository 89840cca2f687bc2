import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMPOSE_PROMETHEUS, prometheusConfig } from '@aura/alerts';
import { REPOSITORY } from '@aura/parts';
import { parse } from 'yaml';
import { z } from 'zod';
import { SETTING_NAMES } from '../settings/settings.js';
import { DERIVED } from './variables.js';

const TEXT = readFileSync(path.join(REPOSITORY, 'docker/docker-compose.monitoring.yml'), 'utf8');
const EXAMPLE = readFileSync(path.join(REPOSITORY, 'docker/.env.monitoring.example'), 'utf8');

const service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  restart: z.string(),
  logging: z.looseObject({}),
  mem_limit: z.string(),
  pids_limit: z.number().optional(),
  init: z.boolean().optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()).default([]) }).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.unknown()).default({}),
  secrets: z.array(z.string()).default([]),
});
const file = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(
    z.string(),
    z.looseObject({
      internal: z.boolean().optional(),
      driver_opts: z.record(z.string(), z.string()).optional(),
    }),
  ),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});
const COMPOSE = file.parse(parse(TEXT, { merge: true }));
const SERVICES = Object.entries(COMPOSE.services);
/** Built by docker/Dockerfile, which says who runs it and how its health is asked. */
const OURS = [
  ...['metrics-gateway', 'health-aggregator', 'gpu-queue-collector', 'business-reporter'],
  'sample-platform',
];
const GPU = 'dcgm-exporter';

const namesOf = (found: readonly [string, unknown][]): string[] => found.map(([name]) => name);
const variable = (name: string, of: string): string =>
  String(COMPOSE.services[name]?.environment[of]);
const secondsIn = (pattern: RegExp, text: string): number => Number(pattern.exec(text)?.[1]);
const variables = [...TEXT.matchAll(/(?<!\$)\$\{(\w+)/g)].flatMap(([, name]) => name ?? []);

describe('docker-compose.monitoring.yml', () => {
  it('has every part of the reference and every service of ours', () => {
    expect(namesOf(SERVICES).sort()).toEqual(
      [
        ...['alertmanager', 'cadvisor', 'grafana', 'node-exporter', 'postgres', 'prometheus'],
        ...['postgres-exporter', 'redis', 'redis-exporter', GPU, ...OURS],
      ].sort(),
    );
  });

  it('asks for no variable that the settings do not know, and shows each in the example', () => {
    const known = new Set<string>([...SETTING_NAMES, ...DERIVED]);
    const shown = [...EXAMPLE.matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    const set = variables.filter((name) => !DERIVED.some((derived) => derived === name));

    expect(variables.filter((name) => !known.has(name))).toEqual([]);
    expect(set.filter((name) => !shown.includes(name))).toEqual([]);
    expect(variables).toEqual(expect.arrayContaining([...DERIVED]));
  });

  it('has a value for every variable, which the example repeats', () => {
    const defaults = new Map(
      [...TEXT.matchAll(/(?<!\$)\$\{(\w+):-([^}]*)\}/g)].map(([, name = '', value]) => [
        name,
        value,
      ]),
    );
    const examples = [...EXAMPLE.matchAll(/^#(\w+(?:_IMAGE|_MEMORY|_PORT|_ADDRESS))=(.*)$/gm)];
    const others = examples.filter(
      ([, name = '', value = '']) =>
        defaults.has(name) &&
        defaults.get(name) !== value &&
        !value.startsWith('registry.example.com/'),
    );

    expect(variables.filter((name) => !defaults.has(name))).toEqual([]);
    expect(others.map(([line]) => line)).toEqual([]);
  });

  it('pins every image to a version', () => {
    const images = SERVICES.map(([, { image }]) => /:-(.*)\}$/.exec(image)?.[1] ?? image);

    expect(images.filter((image) => !/:[\w.-]+$/.test(image) || image.endsWith(':latest'))).toEqual(
      [],
    );
  });

  it.each(SERVICES)('gives %s no more than it needs', (name, one) => {
    expect(one.cap_drop).toEqual(['ALL']);
    expect(one.cap_add).toEqual(name === GPU ? ['SYS_ADMIN'] : undefined);
    expect(one.restart).toBe('unless-stopped');
    expect(one.logging).toMatchObject({ driver: 'json-file' });
    if (name === GPU) return; // NVIDIA documents what it takes
    expect(one.read_only).toBe(true);
    expect(one.security_opt).toEqual(['no-new-privileges:true']);
    expect(one.pids_limit).toBeLessThanOrEqual(200);
  });

  it('runs everything as a numbered user, and only what reads every cgroup as root', () => {
    const others = SERVICES.filter(([name]) => !OURS.includes(name) && name !== GPU);
    const root = others.filter(([, { user = '0' }]) => !/^[1-9]\d*:\d+$/.test(user));

    expect(namesOf(root)).toEqual(['cadvisor']);
  });

  it('asks everything for its health', () => {
    const silent = SERVICES.filter(
      ([name, one]) => one.healthcheck === undefined && !OURS.includes(name),
    );

    expect(namesOf(silent)).toEqual([GPU]);
  });

  it('publishes on loopback unless it is asked to do otherwise, the sample always, and only where there is a way out', () => {
    const published = SERVICES.filter(([, { ports }]) => ports.length > 0);
    const ports = published.flatMap(([, one]) => one.ports);

    expect(ports.filter((port) => !port.startsWith('${PUBLISH_ADDRESS:-127.0.0.1}:'))).toEqual([
      '127.0.0.1:${SAMPLE_PLATFORM_PORT:-8010}:8010',
    ]);
    expect(published.filter(([name, one]) => !one.networks.includes(`outside-${name}`))).toEqual(
      [],
    );
    const open = Object.entries(COMPOSE.networks).filter(([, { internal }]) => internal !== true);
    expect(namesOf(open).sort()).toEqual(
      namesOf(published)
        .map((name) => `outside-${name}`)
        .sort(),
    );
  });

  it('has somebody take away what health checks over TLS leave behind', () => {
    const overTls = SERVICES.filter(([, { healthcheck }]) =>
      /healthy\.sh|WEB_SCHEME/.test(healthcheck?.test.join(' ') ?? ''),
    );

    expect(namesOf(overTls).sort()).toEqual(['alertmanager', 'grafana', 'prometheus']);
    expect(namesOf(overTls.filter(([, { init }]) => init !== true))).toEqual([]);
  });

  it('leaves the host no address in a network that has no way out', () => {
    const inside = Object.entries(COMPOSE.networks).filter(([, { internal }]) => internal === true);
    const open = inside.filter(
      ([, { driver_opts: options }]) =>
        options?.['com.docker.network.bridge.inhibit_ipv4'] !== 'true',
    );

    expect(inside).toHaveLength(4);
    expect(namesOf(open)).toEqual([]);
  });

  it('has the exporters of data stores give up on theirs before Prometheus gives up on them', () => {
    const scrapeTimeoutMs =
      1_000 * secondsIn(/scrape_timeout: (\d+)s/, prometheusConfig(COMPOSE_PROMETHEUS));
    const redisMs = Number.parseInt(
      variable('redis-exporter', 'REDIS_EXPORTER_CONNECTION_TIMEOUT'),
      10,
    );
    const postgresMs =
      1_000 * secondsIn(/connect_timeout=(\d+)$/, variable('postgres-exporter', 'DATA_SOURCE_URI'));

    expect(redisMs).toBeGreaterThan(0);
    expect(redisMs).toBeLessThan(scrapeTimeoutMs / 2);
    expect(postgresMs).toBeGreaterThan(0);
    expect(2 * postgresMs).toBeLessThan(scrapeTimeoutMs); // it tries twice
  });

  it('gives secrets as files, and in no variable', () => {
    const names = SERVICES.flatMap(([, one]) => Object.keys(one.environment));
    const secret = /PASS|SECRET|TOKEN|KEY|DATABASE_URL|QUEUE_URL/;
    const used = new Set(SERVICES.flatMap(([, one]) => one.secrets));

    expect(
      names.filter(
        (name) => secret.test(name) && !name.endsWith('_FILE') && !name.endsWith('__FILE'),
      ),
    ).toEqual([]);
    expect([...used].sort()).toEqual(Object.keys(COMPOSE.secrets).sort());
  });

  it('says nothing that Compose 1.29 refuses', () => {
    const refused =
      /^(name|include|develop|gpus|annotations|attach|post_start|pre_stop|models|use_api_socket)$/;
    const inService = SERVICES.flatMap(([name, one]) =>
      Object.keys(one)
        .filter((key) => refused.test(key))
        .map((key) => `${name}.${key}`),
    );

    expect(Object.keys(COMPOSE).filter((key) => refused.test(key))).toEqual([]);
    expect(inService).toEqual([]);
    expect(TEXT).not.toMatch(
      /start_interval|additional_contexts|create_host_path|!reset|!override|:\+|required:/,
    );
  });
});
