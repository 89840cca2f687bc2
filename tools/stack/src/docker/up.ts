import path from 'node:path';
import type { Place } from '../config.js';
import { listenForInterruption } from '../interruption.js';
import { colour, createScreen, type Screen } from '../screen/screen.js';
import type { Settings } from '../settings/settings.js';
import { compose, services, type Compose } from './compose.js';
import { asksForTokens } from './guard.js';
import { untilHealthy } from './health.js';
import { buildImages } from './images.js';
import { prepare, refuse, type Ready } from './prepare.js';
import { profilesOf } from './variables.js';

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
    const ready = await prepare(where, { screen, signal: interruption.signal });
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

function greet(screen: Screen, { at, settings }: Ready, tookMs: number): void {
  for (const [name, url] of pages(settings)) screen.say(`${name.padEnd(14)}${url}`);
  if (!settings.COMPOSE_WITHOUT.includes('grafana')) screen.say(firstLogin(at.place.secrets));
  if (asksForTokens(settings)) screen.say(tokensAsked(at.place.secrets));
  screen.say(
    `healthy in ${(tookMs / 1000).toFixed(1)} s; npm run stack -- down --docker stops it and keeps its data`,
  );
}

function pages(settings: Settings): readonly (readonly [name: string, url: string])[] {
  const scheme = settings.TLS_CERT_FILE === undefined ? 'http' : 'https';
  const at = (port: number): string => `${scheme}://${settings.PUBLISH_ADDRESS}:${port}`;
  const grafana = ['Grafana', settings.GRAFANA_ROOT_URL ?? at(settings.GRAFANA_PORT)] as const;
  return [
    ...(settings.COMPOSE_WITHOUT.includes('grafana') ? [] : [grafana]),
    ['Prometheus', at(settings.PROMETHEUS_PORT)],
    ['Alertmanager', at(settings.ALERTMANAGER_PORT)],
    ['health', `${at(settings.HEALTH_AGGREGATOR_PORT)}/health`],
    ['metrics', `${at(settings.METRICS_GATEWAY_PORT)}/metrics`],
  ];
}

function firstLogin(secrets: string): string {
  const password = path.join(secrets, 'grafana_admin_password');
  return `Grafana’s first login is admin, with the password in ${password}; change it there`;
}

function tokensAsked(secrets: string): string {
  return `/metrics takes the bearer token in ${path.join(secrets, 'metrics_token')}; who pushes has one of TOKENS_FILE`;
}
