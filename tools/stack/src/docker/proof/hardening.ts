import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { run, type Finished } from '@aura/parts';
import { docker, type Compose, type Container } from '../compose.js';
import { inside, type Check } from './inside.js';

const LOG_DEADLINE_MS = 20_000;
/** Far more than a proof has logged; a log that is too long to be read all the same counts as not read. */
const LAST_LINES = 20_000;

const inspected = z.array(
  z.object({
    Id: z.string(),
    HostConfig: z.object({
      Memory: z.number(),
      PidsLimit: z.number().nullish(),
      ReadonlyRootfs: z.boolean(),
      Privileged: z.boolean(),
    }),
  }),
);

export async function checkContainers(at: Compose, all: readonly Container[]): Promise<Check[]> {
  const text = await docker(at.engine, ['inspect', ...all.map(({ id }) => id)]);
  const hosts = inspected.parse(JSON.parse(text));
  const host = (container: Container) =>
    hosts.find(({ Id }) => Id.startsWith(container.id))?.HostConfig;
  const status = new Map<string, string>();
  const written: string[] = [];
  for (const { service, id } of all) {
    status.set(service, (await inside(at, id, 'cat /proc/self/status')).text);
    if ((await inside(at, id, 'touch /planted')).ok) written.push(service);
  }
  const unless = (pattern: RegExp): string[] =>
    all.map(({ service }) => service).filter((service) => !pattern.test(status.get(service) ?? ''));
  const without = (holds: (config: NonNullable<ReturnType<typeof host>>) => boolean): string[] =>
    all
      .filter((one) => {
        const config = host(one);
        return config === undefined || !holds(config);
      })
      .map(({ service }) => service);
  return [
    { claim: 'no process runs as root', against: unless(/^Uid:\t[1-9]/m) },
    { claim: 'no process has a capability (CapEff 0)', against: unless(/^CapEff:\t0+$/m) },
    {
      claim: 'no process can gain one (CapBnd 0, NoNewPrivs 1)',
      against: [...unless(/^CapBnd:\t0+$/m), ...unless(/^NoNewPrivs:\t1$/m)],
    },
    { claim: 'system calls are filtered (Seccomp 2)', against: unless(/^Seccomp:\t2$/m) },
    {
      claim: 'root file systems are read only',
      against: [...written, ...without(({ ReadonlyRootfs }) => ReadonlyRootfs)],
    },
    {
      claim: 'memory and processes are limited',
      against: without(({ Memory, PidsLimit }) => Memory > 0 && (PidsLimit ?? 0) > 0),
    },
    { claim: 'nothing is privileged', against: without(({ Privileged }) => !Privileged) },
    { claim: 'no secret is in docker inspect or in a log', against: await leaks(at, all, text) },
  ];
}

const SHORTEST_SECRET = 16;

async function leaks(
  at: Compose,
  all: readonly Container[],
  inspectText: string,
): Promise<readonly string[]> {
  const names = await readdir(at.place.secrets);
  const secrets = await Promise.all(
    names.map(async (name) => ({
      name,
      value: await readFile(path.join(at.place.secrets, name), 'utf8'),
    })),
  );
  const logs = await Promise.all(
    all.map(async ({ service, id }) => {
      const command = `${at.engine.docker} logs --tail ${LAST_LINES} ${id} 2>&1`;
      const told = await run({ bin: 'sh', args: ['-c', command] }, LOG_DEADLINE_MS);
      return { where: `log of ${service}`, told };
    }),
  );
  return leaksIn([{ where: 'inspect', told: { ok: true, stdout: inspectText } }, ...logs], secrets);
}

interface Read {
  readonly where: string;
  readonly told: Finished;
}
interface Secret {
  readonly name: string;
  readonly value: string;
}

/** What speaks against it that no secret was told: also each place that could not be read. */
export function leaksIn(places: readonly Read[], secrets: readonly Secret[]): readonly string[] {
  const long = secrets.filter(({ value }) => value.length >= SHORTEST_SECRET);
  return places.flatMap(({ where, told }) => {
    if (!told.ok) return [`${where} was not read: ${told.reason}`];
    const holds = ({ value }: Secret): boolean =>
      formsOf(value).some((form) => told.stdout.includes(form));
    return long.filter(holds).map(({ name }) => `${name} in ${where}`);
  });
}

/** As it is; and as JSON has it, where a key of many lines is one. */
const formsOf = (value: string): readonly string[] => [value, JSON.stringify(value).slice(1, -1)];
