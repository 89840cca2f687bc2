import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alertmanagerConfig, type Severity } from '@aura/alerts';
import { pages } from '@aura/dashboards';
import { DEFAULTS } from '@aura/thresholds';
import { amtool } from './fixtures/amtool.js';
import { EVERYTHING } from './fixtures/config.js';
import { CATALOGUE, labelsOf } from './fixtures/sample.js';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-routes-'));
  file = path.join(folder, 'alertmanager.yml');
  await writeFile(file, alertmanagerConfig(EVERYTHING));
});
afterAll(() => rm(folder, { recursive: true }));

const route = (
  config: string,
  receiver: string,
  labels: Readonly<Record<string, string>>,
): ReturnType<typeof amtool> =>
  amtool(
    'config',
    'routes',
    'test',
    `--config.file=${config}`,
    `--verify.receivers=${receiver}`,
    ...Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  );

const RECEIVERS: Readonly<Record<Severity, string>> = {
  page: 'page',
  ticket: 'ticket',
  none: 'nobody',
};
const ROUTES = CATALOGUE.map((alert) => {
  const receiver = alert.name === 'Watchdog' ? 'dead-mans-switch' : RECEIVERS[alert.severity];
  return [alert.name, receiver, labelsOf(alert)] as const;
});

describe("the Alertmanager's own tool", () => {
  it('accepts everything that can be set, and next to nothing', async () => {
    const bare = path.join(folder, 'bare.yml');
    await writeFile(bare, alertmanagerConfig({}));

    expect(await amtool('check-config', file)).toMatchObject({ ok: true });
    expect(await amtool('check-config', bare)).toMatchObject({ ok: true });
    expect(await route(bare, 'nobody', { alertname: 'Watchdog', severity: 'none' })).toMatchObject({
      ok: true,
    });
  });

  it.each(ROUTES)('routes %s to %s', async (_, receiver, labels) => {
    expect(await route(file, receiver, labels)).toMatchObject({ ok: true });
  });

  it('routes an alert of no known severity to somebody', async () => {
    const stranger = { alertname: 'MadeByHand', severity: 'critical' };

    expect(await route(file, 'ticket', stranger)).toMatchObject({ ok: true });
    expect(await route(file, 'nobody', stranger)).toMatchObject({ ok: false });
  });
});

it('links alerts only to dashboards that there are', () => {
  const named = new Set(CATALOGUE.map(({ annotations }) => annotations.dashboard_url));
  const there = pages(DEFAULTS).map(({ uid }) => `https://grafana.example.com/d/${uid}`);

  expect([...named].filter((url) => !there.includes(url))).toEqual([]);
});
