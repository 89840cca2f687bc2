import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSettings, type Place } from '../config.js';
import { listenForInterruption } from '../interruption.js';
import { readRules } from '../parts/rules.js';
import { colour, createScreen, type Screen } from '../screen/screen.js';
import type { Settings } from '../settings/settings.js';
import { deploymentProblems } from './check.js';
import { compose, containers, services, type Compose } from './compose.js';
import { findEngine } from './engine.js';
import { untilHealthy } from './health.js';
import { buildImages } from './images.js';
import { dockerPlace } from './place.js';
import { takenPorts } from './ports.js';
import { render } from './render.js';
import { openSecrets } from './secrets.js';
import { profilesOf, variablesFile } from './variables.js';

const PULL_AND_START_DEADLINE_MS = 900_000;
const HEALTHY_DEADLINE_MS = 300_000;

/** Checks, builds, starts and waits until all is well; what it started then runs on its own. */
export async function dockerUp(where: Place): Promise<number> {
  const screen = createScreen(process.stdout);
  const startedMs = performance.now();
  const interruption = listenForInterruption({
    screen,
    told: 'what was started is stopped; once more leaves it as it is',
    force: () => process.exit(130),
  });
  try {
    const ready = await prepare(where, screen, interruption.signal);
    if ('problems' in ready) return refuse(screen, ready);
    await start(ready, screen, interruption.signal);
    greet(screen, ready, performance.now() - startedMs);
    return 0;
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    screen.say(colour.red(error instanceof Error ? error.message : String(error)));
    return 1;
  } finally {
    interruption.dispose();
  }
}

interface Ready {
  readonly at: Compose;
  readonly settings: Settings;
}
interface Refused {
  readonly what: string;
  readonly problems: readonly string[];
}

async function prepare(
  where: Place,
  screen: Screen,
  signal: AbortSignal,
): Promise<Ready | Refused> {
  const settings = loadSettings(where);
  if ('problems' in settings) return { what: 'the configuration is wrong', ...settings };
  const wrong = await deploymentProblems(settings);
  if (wrong.length > 0) return { what: 'the configuration is wrong', problems: wrong };
  const rules = await readRules(where.layout, settings);
  if ('problems' in rules) return { what: 'the thresholds are wrong', ...rules };
  const engine = await findEngine(signal);
  if ('problems' in engine) return { what: 'containers cannot run here', ...engine };
  const at = { engine, place: dockerPlace(where.layout) };
  const isThere = (await containers(at)).length > 0;
  const taken = isThere ? [] : await takenPorts(settings);
  if (taken.length > 0) return { what: 'nothing was started: ports are taken', problems: taken };
  screen.progress('preparing', 'secrets and configuration');
  await mkdir(at.place.folder, { recursive: true, mode: 0o700 });
  const secrets = await openSecrets(at.place.secrets, settings);
  await render({ place: at.place, settings, secrets, rules });
  await writeFile(at.place.env, variablesFile(at.place, settings), { mode: 0o600 });
  return { at, settings };
}

async function start({ at, settings }: Ready, screen: Screen, signal: AbortSignal): Promise<void> {
  await buildImages({ at, settings, screen, signal });
  screen.progress('starting', 'pulling images and making containers');
  try {
    const up = [
      'up',
      '--detach',
      '--no-build',
      '--remove-orphans',
      ...(await wanted(at, settings)),
    ];
    await compose(at, up, { deadlineMs: PULL_AND_START_DEADLINE_MS, signal });
    await untilHealthy(at, screen, { deadlineMs: HEALTHY_DEADLINE_MS, signal });
  } catch (error) {
    if (signal.aborted) await compose(at, ['stop'], { deadlineMs: 120_000 });
    throw error;
  }
}

/** By name, where some are left out: Compose 1 pulls the image even of a service of which none is to run. */
async function wanted(at: Compose, settings: Settings): Promise<string[]> {
  const { COMPOSE_WITHOUT: without } = settings;
  if (without.length === 0) return [];
  const profiles = profilesOf(settings)?.split(',') ?? [];
  const leftOut = new Set([
    ...without,
    ...(without.includes('redis') ? ['redis-exporter'] : []),
    ...(profiles.includes('sample') ? [] : ['sample-platform']),
    ...(profiles.includes('gpu') ? [] : ['dcgm-exporter']),
  ]);
  return (await services(at)).filter((name) => !leftOut.has(name));
}

function refuse(screen: Screen, { what, problems }: Refused): number {
  screen.say(what);
  for (const problem of problems) screen.say(`  ${problem}`);
  return 1;
}

function greet(screen: Screen, { at, settings }: Ready, tookMs: number): void {
  const scheme = settings.TLS_CERT_FILE === undefined ? 'http' : 'https';
  const host = settings.PUBLISH_ADDRESS;
  const hasGrafana = !settings.COMPOSE_WITHOUT.includes('grafana');
  const grafana = settings.GRAFANA_ROOT_URL ?? `${scheme}://${host}:${settings.GRAFANA_PORT}`;
  const pages = [
    ...(hasGrafana ? [['Grafana', grafana]] : []),
    ['Prometheus', `${scheme}://${host}:${settings.PROMETHEUS_PORT}`],
    ['Alertmanager', `${scheme}://${host}:${settings.ALERTMANAGER_PORT}`],
    ['health', `http://${host}:${settings.HEALTH_AGGREGATOR_PORT}/health`],
    ['metrics', `http://${host}:${settings.METRICS_GATEWAY_PORT}/metrics`],
  ];
  for (const [name = '', url = ''] of pages) screen.say(`${name.padEnd(14)}${url}`);
  if (hasGrafana) screen.say(firstLogin(at.place.secrets));
  screen.say(
    `healthy in ${(tookMs / 1000).toFixed(1)} s; npm run stack -- down --docker stops it and keeps its data`,
  );
}

function firstLogin(secrets: string): string {
  const password = path.join(secrets, 'grafana_admin_password');
  return `Grafana’s first login is admin, with the password in ${password}; change it there`;
}
