import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alertmanagerConfig, type AlertmanagerSettings } from '@aura/alerts';
import { startAlertmanager, type Alertmanager } from './fixtures/alertmanager.js';
import { eventually } from './fixtures/eventually.js';
import { openInbox, type Inbox } from './fixtures/inbox.js';
import { sample } from './fixtures/sample.js';

/** A ticket waits half a minute for company, and what has ended is told with the next flush of its group. */
const TEST_DEADLINE_MS = 180_000;

let folder: string;
let inbox: Inbox;
let alertmanager: Alertmanager;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-incident-'));
  inbox = await openInbox();
});
afterEach(async () => {
  await alertmanager.stop();
  await inbox.close();
  await rm(folder, { recursive: true });
});

async function start(
  settings: Partial<AlertmanagerSettings> = {},
  changed = (config: string): string => config,
): Promise<void> {
  const [apiUrlFile, tokenFile] = [path.join(folder, 'slack'), path.join(folder, 'token')];
  await writeFile(apiUrlFile, inbox.slackUrl);
  await writeFile(tokenFile, 'token-11');
  const config = alertmanagerConfig({
    mail: { smarthost: inbox.smarthost, from: 'a@aura.test', to: 'b@aura.test', requireTls: false },
    slack: { apiUrlFile, channel: '#alerts' },
    deadMansSwitch: { url: inbox.heartbeatUrl, tokenFile },
    ...settings,
  });
  alertmanager = await startAlertmanager(folder, changed(config));
}

const subjects = (): string[] => inbox.mails.map(({ subject }) => subject);
const titles = (): string[] => inbox.slack.map(({ title }) => title);
const untilTold = (name: string): Promise<void> =>
  eventually(
    () => [subjects(), titles()].every((told) => told.some((one) => one.includes(name))),
    () => [subjects(), titles()],
  );

/** What Prometheus posts while the database is dead: what it says itself, and what leans on it. */
const DATABASE_DOWN = sample('DatabaseDown');
const FOLLOWING = [
  sample('ApplicationDown'),
  sample('HighErrorRate'),
  sample('HighRequestLatency'),
  sample('ApiAvailabilityBurn1h'),
  sample('VideoGenerationFailures'),
  sample('VideoSuccessBurn1h'),
  sample('NoWorkers'),
  sample('QueueStuck'),
  sample('QueueBacklog'),
  ...['database', 'application', 'queue', 'video', 'business'].map((component) =>
    sample('ComponentUnhealthy', { component }),
  ),
];

it(
  'tells of a dead database once, and once more when it is back',
  async () => {
    await start();
    await alertmanager.fire(sample('Watchdog'), ...FOLLOWING, DATABASE_DOWN);
    await untilTold('DatabaseDown');
    // A ticket of another matter, posted later, is told after every ticket above would have been.
    await alertmanager.fire(sample('ConfigReloadFailed'));
    await untilTold('ConfigReloadFailed');
    await alertmanager.end(...FOLLOWING);
    await alertmanager.end(DATABASE_DOWN);
    await untilTold('RESOLVED');

    const told = [
      '[FIRING page, test] DatabaseDown: PostgreSQL does not answer.',
      '[FIRING ticket, test] ConfigReloadFailed: The last reload of the configuration of alertmanager failed.',
      '[RESOLVED page, test] DatabaseDown on database',
    ];
    expect(subjects()).toEqual(told);
    expect(titles()).toEqual(told);
    expect(new Set(inbox.heartbeats)).toEqual(new Set(['Bearer token-11']));
  },
  TEST_DEADLINE_MS,
);

it(
  'does not tell once more, when the application is back, what still sees the outage',
  async () => {
    const outage = sample('ApplicationDown');
    const echoes = ['AfterOutage2m', 'AfterOutage6m'].map((name) =>
      sample(name, { component: 'application' }),
    );
    const left = ['HighErrorRate', 'VideoGenerationFailures', 'QueueStuck', 'NoWorkers'];
    const stillSeeing = [...echoes, ...left.map((name) => sample(name))];
    await start();
    await alertmanager.fire(...stillSeeing, outage);
    await untilTold('ApplicationDown');
    await alertmanager.end(outage);
    await untilTold('RESOLVED');
    // A page that is posted now is told after those that nothing held back any longer would have been.
    const later = sample('DiskAlmostFull');
    await alertmanager.fire(...stillSeeing, later);
    await untilTold('DiskAlmostFull');

    expect(subjects()).toEqual([
      expect.stringContaining('[FIRING page, test] ApplicationDown: '),
      '[RESOLVED page, test] ApplicationDown on application',
      expect.stringContaining('[FIRING page, test] DiskAlmostFull: '),
    ]);
  },
  TEST_DEADLINE_MS,
);

it(
  'would page four times for it without the inhibit rules',
  async () => {
    await start({}, (config) => config.replace(/^inhibit_rules:[^]*?(?=^receivers:)/m, ''));
    await alertmanager.fire(...FOLLOWING, DATABASE_DOWN);
    await eventually(() => inbox.mails.length >= 4 && inbox.slack.length >= 4, subjects);

    expect(subjects().sort()).toEqual([
      expect.stringContaining('] 2 alerts on queue: '),
      expect.stringContaining('] 2 alerts on video: '),
      expect.stringContaining('] 4 alerts on application: '),
      expect.stringContaining('] DatabaseDown: '),
    ]);
  },
  TEST_DEADLINE_MS,
);

it(
  'tells five alerts about one component in one message, and never silences another deployment',
  async () => {
    await start();
    const cards = ['11', '12', '13', '14', '15'].map((gpu) => sample('GpuXidCritical', { gpu }));
    const elsewhere = sample('HighErrorRate', { deployment: 'production' });
    await alertmanager.fire(...cards, DATABASE_DOWN, elsewhere);
    await untilTold('GpuXidCritical');
    await untilTold('DatabaseDown');
    await untilTold('production');

    expect(subjects().sort()).toEqual([
      expect.stringMatching(/^\[FIRING page, production\] HighErrorRate: /),
      '[FIRING page, test] 5 GpuXidCritical on gpu',
      expect.stringMatching(/^\[FIRING page, test\] DatabaseDown: /),
    ]);
    expect(inbox.slack).toHaveLength(3);
  },
  TEST_DEADLINE_MS,
);

it(
  'keeps tickets for business hours, and pages at any hour',
  async () => {
    await start({ businessHours: { weekdays: [farthestWeekday(new Date())] } });
    await alertmanager.fire(sample('QueueBacklog'), sample('NotificationsFailing'));
    // An alert of no known severity waits as long as a ticket, but not for business hours.
    const { labels, ...rest } = sample('GpuXidWarning');
    await alertmanager.fire({ ...rest, labels: { ...labels, severity: 'unheard-of' } });
    await untilTold('GpuXidWarning');

    expect(subjects()).toEqual([
      expect.stringContaining('NotificationsFailing'),
      expect.stringContaining('GpuXidWarning'),
    ]);
  },
  TEST_DEADLINE_MS,
);

function farthestWeekday(now: Date): string {
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  return names[(now.getUTCDay() + 3) % 7] ?? '';
}
