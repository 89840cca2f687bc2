import { once } from 'node:events';
import { connect } from 'node:net';
import { errorCode } from '@aura/parts';
import { given } from '../parts/secrets.js';
import type { Settings } from '../settings/settings.js';
import { broken, doubtful, fine, type Finding } from './finding.js';

const CONNECT_DEADLINE_MS = 5_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** Who is told, and whether the way there is open. Nothing is sent: a drill does that. */
export async function ofReceivers(settings: Settings): Promise<readonly Finding[]> {
  const { DEAD_MANS_SWITCH_URL: watcher } = settings;
  return [
    ...(await ofPeople(settings)),
    watcher === undefined ? UNWATCHED : await ofWay('dead man’s switch', hostOf(watcher)),
  ];
}

async function ofPeople(settings: Settings): Promise<readonly Finding[]> {
  const { ALERTMANAGER_SMTP_SMARTHOST: mail } = settings;
  const hasSlack = (settings.SLACK_WEBHOOK_URL_FILE ?? settings.SLACK_WEBHOOK_URL) !== undefined;
  if (mail === undefined && !hasSlack) return [NOBODY];
  const ways = [
    ...(mail === undefined ? [] : [ofWay('mail', hostOf(`smtp://${mail}`))]),
    ...(hasSlack ? [ofSlack(settings)] : []),
  ];
  return Promise.all(ways);
}

/** Of its address no more is told than the host: the rest is the secret. */
async function ofSlack(settings: Settings): Promise<Finding> {
  const file = settings.SLACK_WEBHOOK_URL_FILE ?? '';
  const remedy = 'put there what Slack shows for the webhook, or name the right file';
  try {
    const url = (await given(settings, 'SLACK_WEBHOOK_URL')) ?? '';
    if (/^https?:/.test(url) && URL.canParse(url)) return await ofWay('slack', hostOf(url));
    return broken('slack', { says: `SLACK_WEBHOOK_URL_FILE: ${file} holds no URL`, remedy });
  } catch (error) {
    const says = `SLACK_WEBHOOK_URL_FILE: ${file} cannot be read: ${String(errorCode(error))}`;
    return broken('slack', { says, remedy });
  }
}

const NOBODY = doubtful('receivers', {
  says: 'messages stay on this machine: no mail server and no Slack is set',
  remedy:
    'ALERTMANAGER_SMTP_SMARTHOST or SLACK_WEBHOOK_URL; npm run stack -- inbox shows them until then',
});

const UNWATCHED = doubtful('dead man’s switch', {
  says: 'nobody elsewhere notices when this machine dies, and the alerts with it',
  remedy: 'DEAD_MANS_SWITCH_URL, an address that raises an alarm when it is not called',
});

interface Host {
  readonly host: string;
  readonly port: number;
}

function hostOf(address: string): Host {
  const { hostname, port, protocol } = new URL(address);
  return { host: hostname, port: port === '' ? (DEFAULT_PORTS[protocol] ?? 443) : Number(port) };
}

/** Whether something listens there; what it would answer to a message is the drill's to find out. */
async function ofWay(about: string, { host, port }: Host): Promise<Finding> {
  const where = `${host}:${port}`;
  const socket = connect({ host, port, signal: AbortSignal.timeout(CONNECT_DEADLINE_MS) });
  try {
    await once(socket, 'connect');
    return fine(about, `${where} can be reached; npm run drill -- ApplicationDown sends to it`);
  } catch (error) {
    const says = `${where} cannot be reached: ${String(error)}`;
    return broken(about, { says, remedy: 'the address, DNS, and the firewall between' });
  } finally {
    socket.destroy();
  }
}
