import type {
  AlertmanagerSettings,
  DeadMansSwitchSettings,
  MailSettings,
  SlackSettings,
} from '@aura/alerts';
import type { World } from './part.js';
import { given } from './secrets.js';

/** Real receivers where they are configured, else our own sinks. */
export async function receivers(world: World): Promise<AlertmanagerSettings> {
  const deadMansSwitch = await heartbeat(world);
  const hours = world.settings.TICKET_HOURS;
  return {
    mail: await mail(world),
    slack: await slack(world),
    ...(deadMansSwitch && { deadMansSwitch }),
    ...(hours && { businessHours: hours }),
  };
}

async function mail(world: World): Promise<MailSettings> {
  const { settings, secrets } = world;
  const smarthost = settings.ALERTMANAGER_SMTP_SMARTHOST;
  const {
    ALERTMANAGER_SMTP_FROM: from = 'alerts@aura.test',
    ALERTMANAGER_SMTP_TO: to = 'oncall@aura.test',
  } = settings;
  if (smarthost === undefined) {
    return { smarthost: `127.0.0.1:${world.ports['mail-sink']}`, from, to, requireTls: false };
  }
  const password = await given(settings, 'ALERTMANAGER_SMTP_PASSWORD');
  if (password === undefined) return { smarthost, from, to, requireTls: true };
  await secrets.keep('smtp-password', password);
  const username = settings.ALERTMANAGER_SMTP_USERNAME ?? from;
  return {
    smarthost,
    from,
    to,
    requireTls: true,
    login: { username, passwordFile: secrets.fileOf('smtp-password') },
  };
}

async function slack(world: World): Promise<SlackSettings> {
  const { settings, secrets, ports } = world;
  const url = await given(settings, 'SLACK_WEBHOOK_URL');
  const sink = `http://127.0.0.1:${ports['slack-sink']}/webhook`;
  await secrets.keep('slack-webhook-url', url ?? sink);
  return { apiUrlFile: secrets.fileOf('slack-webhook-url'), channel: settings.SLACK_CHANNEL };
}

async function heartbeat({
  settings,
  secrets,
}: World): Promise<DeadMansSwitchSettings | undefined> {
  const { DEAD_MANS_SWITCH_URL: url } = settings;
  if (url === undefined) return undefined;
  const token = await given(settings, 'DEAD_MANS_SWITCH_TOKEN');
  if (token === undefined) return { url };
  await secrets.keep('dead-mans-switch-token', token);
  return { url, tokenFile: secrets.fileOf('dead-mans-switch-token') };
}
