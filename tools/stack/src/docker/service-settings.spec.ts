import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '@aura/parts';
import { parse } from 'yaml';
import { z } from 'zod';
import { askServices, type Answers } from '../settings/ask-services.js';
import { EVERY_SERVICE, SERVICE_SETTINGS, type ServiceName } from '../settings/services.js';

const textOf = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');

const EXAMPLE = textOf('docker/.env.monitoring.example');
const { services: SERVICES } = z
  .object({
    services: z.record(
      z.string(),
      z.object({ environment: z.record(z.string(), z.unknown()).default({}) }),
    ),
  })
  .parse(parse(textOf('docker/docker-compose.monitoring.yml'), { merge: true }));
const NAMES = Object.keys(SERVICE_SETTINGS) as readonly ServiceName[]; // the keys of a const object are exactly its type's keys

/** What a service reads and no operator sets in containers, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  HOST: 'the image listens on all addresses of its container; PUBLISH_ADDRESS says who comes',
  PORT: 'the image settles it; METRICS_GATEWAY_PORT and its like move what is published',
  METRICS_PORT: 'the same port is in a network of its own already',
  'metrics-gateway METRICS_TOKEN': 'the gateway refuses it: it asks for the tokens of TOKENS_FILE',
  TLS_CLIENT_CA_FILE: 'the health check in the container has no certificate to show',
  QUEUE_URL: 'the sample keeps its queue in its database',
  FFMPEG_PATH: 'it is a path of this machine, and the image has its own FFmpeg or none',
  DISK_PATH: 'a container sees its own root, which is on the disk of Docker’s data',
};

let answers: Answers;
beforeAll(async () => {
  answers = await askServices();
}, 30_000);

const environmentOf = (service: ServiceName): readonly string[] =>
  Object.keys(SERVICES[service]?.environment ?? {});
const handedOn = (service: ServiceName): readonly string[] => [
  ...EVERY_SERVICE,
  ...SERVICE_SETTINGS[service],
];

describe.each(NAMES)('%s in containers', (service) => {
  const read = () => answers[service]?.settings ?? [];

  it('is handed every setting that it reads, or it is said why not', () => {
    const given = environmentOf(service).map((name) => name.replace(/_FILE$/, ''));
    const missing = read().filter(
      ({ name }) =>
        !given.includes(name.replace(/_FILE$/, '')) &&
        (LEFT_OUT[name] ?? LEFT_OUT[`${service} ${name}`]) === undefined,
    );

    expect(missing).toEqual([]);
  });

  it('is handed nothing that it does not read', () => {
    const known = ['NODE_EXTRA_CA_CERTS', ...read().flatMap(({ name }) => [name, `${name}_FILE`])];

    expect(environmentOf(service).filter((name) => !known.includes(name))).toEqual([]);
    expect(handedOn(service).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('is handed what the operator may set', () => {
    const left = handedOn(service).filter((name) => LEFT_OUT[name] === undefined);

    expect(environmentOf(service)).toEqual(expect.arrayContaining(left));
  });
});

it('the example shows what each service takes where nobody sets it', () => {
  const shown = new Map(
    [...EXAMPLE.matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value]) => [
      name,
      value,
    ]),
  );
  const others = NAMES.flatMap((service) =>
    (answers[service]?.settings ?? []).filter(
      ({ name, usual }) =>
        handedOn(service).includes(name) && usual !== undefined && shown.get(name) !== usual,
    ),
  );

  expect(others).toEqual([]);
});
