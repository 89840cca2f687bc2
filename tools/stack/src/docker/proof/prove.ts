import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, run } from '@aura/parts';
import { findPlace, type Place } from '../../config.js';
import { prometheusAt, type Target } from '../../monitoring/prometheus.js';
import { compose, containers, docker, type Compose } from '../compose.js';
import { findEngine, type Engine } from '../engine.js';
import { dockerPlace } from '../place.js';
import { dockerUp } from '../up.js';
import { checkContainers } from './hardening.js';
import { checkOf, type Check } from './inside.js';
import { listenForMessages, untilTrue } from './messages.js';
import { checkNetworks } from './networks.js';
import { buildStandIns } from './stand-ins.js';

const DEADLINE_MS = 300_000;
const PORTS = [
  ...['METRICS_GATEWAY_PORT', 'HEALTH_AGGREGATOR_PORT', 'SAMPLE_PLATFORM_PORT', 'PROMETHEUS_PORT'],
  ...['ALERTMANAGER_PORT', 'GRAFANA_PORT'],
];

/** Brings the stack up with stand-ins for what no registry here offers, and holds it against what is promised. */
export async function prove(): Promise<number> {
  const engine = await findEngine(AbortSignal.timeout(DEADLINE_MS));
  if ('problems' in engine) return skip(engine.problems.join('; '));
  if (engine.builder === undefined) return skip('this client of Docker builds no images');
  const host = await hostAddress(engine);
  if (host === undefined) return skip('the engine is elsewhere, and no message would find back');
  console.log(
    'stand-ins: Debian’s programs under tags stand-in/…; no Grafana, no cAdvisor, no GPU',
  );
  const built = await buildStandIns(engine.builder);
  if ('reason' in built) return skip(built.reason);
  const home = await mkdtemp(path.join(tmpdir(), 'aura-compose-'));
  const messages = await listenForMessages(host);
  try {
    const { place, ports } = await settled(home, {
      ...built.images,
      SLACK_WEBHOOK_URL: messages.url,
    });
    const startedMs = performance.now();
    const code = await dockerUp(place);
    const healthySeconds = (performance.now() - startedMs) / 1000;
    const at = { engine, place: dockerPlace(place.layout) };
    try {
      return code === 0 ? await hold({ at, ports, messages, healthySeconds }) : code;
    } finally {
      if ((await containers(at)).length > 0)
        await compose(at, ['down', '--volumes', '--remove-orphans'], { deadlineMs: DEADLINE_MS });
    }
  } finally {
    await messages.close();
    await rm(home, { recursive: true });
  }
}

function skip(reason: string): number {
  console.log(`SKIP the stack in containers was not tried: ${reason}`);
  return 0;
}

/** Where the host is, seen from a container: the first address of Docker's own bridge, if that is on this machine. */
async function hostAddress(engine: Engine): Promise<string | undefined> {
  const format = '{{(index .IPAM.Config 0).Subnet}}';
  const subnet = await docker(engine, ['network', 'inspect', '--format', format, 'bridge']);
  const address = subnet.trim().replace(/\.\d+\/\d+$/, '.1');
  const addresses = await run({ bin: 'ip', args: ['-o', 'address'] }, DEADLINE_MS);
  return addresses.ok && addresses.stdout.includes(` ${address}/`) ? address : undefined;
}

interface Settled {
  readonly place: Place;
  readonly ports: ReadonlyMap<string, number>;
}

/** A stack of its own: other ports, other volumes, another name. */
async function settled(home: string, more: Readonly<Record<string, string>>): Promise<Settled> {
  const ports = new Map<string, number>();
  for (const name of PORTS) ports.set(name, await freePort());
  const settings = {
    ...Object.fromEntries(ports),
    ...more,
    AURA_HOME: home,
    COMPOSE_PROFILES: 'sample',
    COMPOSE_WITHOUT: 'grafana,cadvisor',
    NODE_EXPORTER_MOUNT: 'ro',
  };
  const file = path.join(home, 'settings.env');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return { place: await findPlace(file), ports };
}

interface Held {
  readonly at: Compose;
  readonly ports: ReadonlyMap<string, number>;
  readonly messages: Awaited<ReturnType<typeof listenForMessages>>;
  readonly healthySeconds: number;
}

async function hold({ at, ports, messages, healthySeconds }: Held): Promise<number> {
  const all = await containers(at);
  const prometheus = prometheusAt(`http://127.0.0.1:${ports.get('PROMETHEUS_PORT') ?? 0}`);
  const areUp = (targets: readonly Target[]): boolean =>
    targets.length > 0 && targets.every(({ health }) => health === 'up');
  const targets = await untilTrue(() => prometheus.targets(), areUp, DEADLINE_MS);
  const down = targets
    .filter(({ health }) => health !== 'up')
    .map(({ labels }) => labels['job'] ?? '');
  const checks: Check[] = [
    checkOf(`${targets.length - down.length} of ${targets.length} targets are up`, down),
    ...(await checkContainers(at, all)),
    ...(await checkNetworks(at, all, messages.address)),
    await volumesLast(at, ports),
  ];
  const memory = await memoryOf(at);
  checks.push(await killed(at, messages));
  console.log(
    `\n${all.length} containers healthy in ${healthySeconds.toFixed(1)} s, images built\n${memory}`,
  );
  for (const { claim, against } of checks)
    console.log(against.length === 0 ? `ok    ${claim}` : `FAIL  ${claim}: ${against.join(', ')}`);
  return checks.every(({ against }) => against.length === 0) ? 0 : 1;
}

/** The gateway was made anew by now: its container is another. */
async function memoryOf(at: Compose): Promise<string> {
  const ids = (await containers(at)).map(({ id }) => id);
  return docker(at.engine, [
    'stats',
    '--no-stream',
    '--format',
    '{{.Name}}\t{{.MemUsage}}',
    ...ids,
  ]);
}

/** What was pushed before a restart of the container is there after it was made anew. */
async function volumesLast(at: Compose, ports: ReadonlyMap<string, number>): Promise<Check> {
  const gateway = `http://127.0.0.1:${ports.get('METRICS_GATEWAY_PORT') ?? 0}`;
  const metrics = async (): Promise<string> =>
    fetch(`${gateway}/metrics`, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.text(),
      () => '', // it is just starting
    );
  await fetch(`${gateway}/metrics/job/proof`, {
    method: 'PUT',
    body: 'proof_of_volume 11\n',
    signal: AbortSignal.timeout(5_000),
  });
  await compose(at, ['rm', '--stop', '--force', 'metrics-gateway'], { deadlineMs: DEADLINE_MS });
  await compose(at, ['up', '--detach', '--no-build', '--no-deps', 'metrics-gateway'], {
    deadlineMs: DEADLINE_MS,
  });
  const text = await untilTrue(metrics, (found) => found.includes('proof_of_volume'), 30_000);
  const isThere =
    /^proof_of_volume\{job="proof"\S* 11$/m.test(text) ||
    /^proof_of_volume\{[^}]*job="proof"[^}]*\} 11$/m.test(text);
  return checkOf('what was pushed outlives its container', isThere ? [] : ['metrics-gateway']);
}

/** From the end of the application to the message that a person reads. */
async function killed(at: Compose, messages: Held['messages']): Promise<Check> {
  const platform = (await containers(at)).find(({ service }) => service === 'sample-platform');
  if (platform === undefined) return checkOf('the application runs', ['sample-platform']);
  const killedMs = performance.now();
  await docker(at.engine, ['kill', platform.id]);
  const found = await untilTrue(
    () => Promise.resolve(messages.texts()),
    (texts) => texts.some((text) => /application/i.test(text)),
    120_000,
  );
  const seconds = ((performance.now() - killedMs) / 1000).toFixed(1);
  const isTold = found.some((text) => /application/i.test(text));
  return checkOf(
    `the end of the application is told ${seconds} s after docker kill`,
    isTold ? [] : ['no message'],
  );
}
