import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '@aura/parts';
import type { Target } from '../../monitoring/prometheus.js';
import { compose, containers, docker, type Compose } from '../compose.js';
import { findEngine, type Engine } from '../engine.js';
import { checkAccess } from './access.js';
import { makeCertificate } from './certificate.js';
import { checkDeath } from './deaths.js';
import { checkContainers } from './hardening.js';
import { checkOf, type Check } from './inside.js';
import { listenForMessages, untilTrue, type Messages } from './messages.js';
import { checkNetworks } from './networks.js';
import { prometheusOf, settle, type Proved } from './stack.js';
import { buildStandIns } from './stand-ins.js';
import { checkBackup, checkVolumes, leaveMarks } from './stores.js';

const DEADLINE_MS = 300_000;
/** Longer than what was pending while the stack started takes to go. */
const QUIET_WITHIN_MS = 120_000;

/** Brings the stack up with stand-ins for what no registry here offers, and holds it against what is promised. */
export async function prove(): Promise<number> {
  const engine = await findEngine(AbortSignal.timeout(DEADLINE_MS));
  if ('problems' in engine) return skip(engine.problems.join('; '));
  if (engine.builder === undefined) return skip('this client of Docker builds no images');
  const host = await hostAddress(engine);
  if (host === undefined) return skip('the engine is elsewhere, and no message would find back');
  const home = await mkdtemp(path.join(tmpdir(), 'aura-compose-'));
  const messages = await listenForMessages(host);
  try {
    const certificate = await makeCertificate(home);
    if (certificate === undefined) return skip('there is no openssl that makes a certificate');
    console.log('stand-ins: Debian’s programs under tags stand-in/…; no Grafana, cAdvisor, GPU');
    const built = await buildStandIns(engine.builder);
    if ('reason' in built) return skip(built.reason);
    const settings = { ...built.images, SLACK_WEBHOOK_URL: messages.url };
    const proved = await settle({ engine, home, certificate, settings });
    return await upAndDown(proved, messages);
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

async function upAndDown(proved: Proved, messages: Messages): Promise<number> {
  const { at } = proved;
  // Once for the terminal's Ctrl-C, which the script gets too; a second one ends this at once, and leaves the stack.
  const ignore = (): void => console.log('\nending: what was started is taken down');
  process.once('SIGINT', ignore);
  try {
    const startedMs = performance.now();
    const code = await proved.script('up');
    const healthySeconds = (performance.now() - startedMs) / 1000;
    return code === 0 ? await hold(proved, messages, healthySeconds) : code;
  } finally {
    if ((await containers(at)).length > 0)
      await compose(at, ['down', '--volumes', '--remove-orphans'], { deadlineMs: DEADLINE_MS });
    process.removeListener('SIGINT', ignore);
  }
}

async function hold(proved: Proved, messages: Messages, healthySeconds: number): Promise<number> {
  const { at } = proved;
  const all = await containers(at);
  const memory = await memoryOf(at);
  console.log(`\n${all.length} containers healthy in ${healthySeconds.toFixed(1)} s\n${memory}`);
  const marks = await leaveMarks(proved);
  const checks = [
    ...tell([await checkTargets(proved)]),
    ...tell(await checkContainers(at, all)),
    ...tell(await checkNetworks(at, all)),
    ...tell(await checkAccess(proved)),
    ...tell([await checkQuiet(proved)]),
    ...tell([
      await checkDeath(at, messages, { service: 'sample-platform', alert: 'ApplicationDown' }),
      await checkDeath(at, messages, { service: 'redis', alert: 'RedisDown' }),
    ]),
    ...tell(await checkBackup(proved, marks)),
    ...tell(await checkVolumes(proved, marks)),
    ...tell([await checkWords(proved)]),
  ];
  const failed = checks.filter(({ against }) => against.length > 0).length;
  console.log(`${checks.length - failed} checks passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function tell(checks: readonly Check[]): readonly Check[] {
  for (const { claim, against } of checks)
    console.log(against.length === 0 ? `ok    ${claim}` : `FAIL  ${claim}: ${against.join(', ')}`);
  return checks;
}

async function checkTargets(proved: Proved): Promise<Check> {
  const prometheus = await prometheusOf(proved);
  const areUp = (targets: readonly Target[]): boolean =>
    targets.length > 0 && targets.every(({ health }) => health === 'up');
  const targets = await untilTrue(() => prometheus.targets(), areUp, DEADLINE_MS);
  const down = targets
    .filter(({ health }) => health !== 'up')
    .map(({ labels, lastError }) => `${labels['job'] ?? ''} (${lastError})`);
  const up = targets.length - down.length;
  return checkOf(
    `${up} of ${targets.length} targets are up`,
    targets.length === 0 ? ['all'] : down,
  );
}

/** On a healthy stack only the alert that always fires does, and none is on its way. */
async function checkQuiet(proved: Proved): Promise<Check> {
  const prometheus = await prometheusOf(proved);
  const others = async (): Promise<readonly string[]> =>
    (await prometheus.alerts())
      .map(({ labels, state }) => `${labels['alertname'] ?? ''} ${state}`)
      .filter((alert) => alert !== 'Watchdog firing');
  const left = await untilTrue(others, ({ length }) => length === 0, QUIET_WITHIN_MS);
  return checkOf('nothing fires or is about to but the Watchdog', left);
}

async function memoryOf(at: Compose): Promise<string> {
  const ids = (await containers(at)).map(({ id }) => id);
  const format = '{{.Name}}\t{{.MemUsage}}';
  return docker(at.engine, ['stats', '--no-stream', '--format', format, ...ids]);
}

/** What the person on call types, in the words of the documents. */
async function checkWords(proved: Proved): Promise<Check> {
  const status = await proved.said('status');
  const logs = await proved.said('logs', 'prometheus');
  return checkOf('status tells of every container, logs what Prometheus has written', [
    ...(status.ok && status.stdout.includes('(healthy)') ? [] : ['status']),
    ...(logs.ok && /server is ready to receive web requests/i.test(logs.stdout) ? [] : ['logs']),
  ]);
}
