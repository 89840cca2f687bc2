import path from 'node:path';
import { z } from 'zod';
import { ask } from '../../monitoring/ask.js';
import { containers, docker, type Compose } from '../compose.js';
import { checkOf, inside, type Check } from './inside.js';
import { untilTrue } from './messages.js';
import {
  alertmanagerUrl,
  gatewayPass,
  gatewayUrl,
  passOf,
  prometheusOf,
  type Proved,
} from './stack.js';

const DEADLINE_MS = 60_000;
const ROW = 'select n from proof';
const PUSHED = /^proof_of_volume\{[^}]*job="proof"[^}]*\} 11$/m;
const SELECTOR = 'up{job="node"}';
const silenced = z.object({ silenceID: z.string() });

/** Something in each store, by which it is known again. */
export interface Marks {
  /** When Prometheus held a sample of the selector, in seconds since the epoch. */
  readonly atSeconds: number;
  readonly silence: string;
}

export async function leaveMarks(proved: Proved): Promise<Marks> {
  await sql(proved, 'create table proof (n int); insert into proof values (11)');
  await push(proved);
  const hour = 3_600_000;
  const body = JSON.stringify({
    matchers: [{ name: 'alertname', value: 'ProofOfSilence', isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + hour).toISOString(),
    createdBy: 'proof',
    comment: 'whether it lasts',
  });
  const pass = await passOf(proved);
  const { silenceID } = await ask(`${alertmanagerUrl(proved)}/api/v2/silences`, silenced, {
    fetch: pass,
    method: 'POST',
    body,
  });
  const prometheus = await prometheusOf(proved);
  await untilTrue(
    () => prometheus.query(SELECTOR),
    ({ length }) => length > 0,
    DEADLINE_MS,
  );
  return { atSeconds: Math.ceil(Date.now() / 1000), silence: silenceID }; // after the sample, not before
}

async function push(proved: Proved): Promise<void> {
  const answer = await gatewayPass(proved)(`${gatewayUrl(proved)}/metrics/job/proof`, {
    method: 'PUT',
    body: 'proof_of_volume 11\n',
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`the gateway answers a push with ${answer.status}`);
}

/** Which stores have lost what was left in them; each has a while, for it may just be starting. */
async function lostMarks(proved: Proved, marks: Marks): Promise<readonly string[]> {
  const pass = await passOf(proved);
  const isKept: Readonly<Record<string, () => Promise<boolean>>> = {
    postgres: async () => (await sql(proved, ROW)) === '11',
    'metrics-gateway': async () => PUSHED.test(await scrape(proved)),
    prometheus: () => hasSample(proved, marks),
    alertmanager: async () => {
      const url = `${alertmanagerUrl(proved)}/api/v2/silence/${marks.silence}`;
      const answer = await pass(url, { signal: AbortSignal.timeout(5_000) });
      return (await answer.text()).includes('"state":"active"');
    },
  };
  const lost: string[] = [];
  for (const [store, look] of Object.entries(isKept)) {
    const willing = () => look().catch(() => false); // it is just starting
    if (!(await untilTrue(willing, Boolean, DEADLINE_MS))) lost.push(store);
  }
  return lost;
}

/** A backup, a loss in both databases, and what `restore` makes of it. */
export async function checkBackup(proved: Proved, marks: Marks): Promise<readonly Check[]> {
  const folder = path.join(proved.home, 'backup');
  const missing = await lostMarks(proved, marks);
  const backedUp = await proved.script('backup', folder);
  await sql(proved, 'update proof set n = 12');
  await (await prometheusOf(proved)).forget(SELECTOR);
  const damaged = [
    ...((await sql(proved, ROW)) === '12' ? [] : ['postgres']),
    ...((await hasSample(proved, marks)) ? ['prometheus'] : []),
  ];
  const restored = await proved.script('restore', folder);
  return [
    checkOf('the script takes a backup while everything runs', [
      ...missing,
      ...(backedUp === 0 ? [] : ['backup']),
    ]),
    checkOf('what is changed after it is changed', damaged),
    checkOf('restore brings back the row and the samples', [
      ...(restored === 0 ? [] : ['restore']),
      ...(await lostMarks(proved, marks)),
    ]),
  ];
}

/** Through the end of every container, of one and of all. */
export async function checkVolumes(proved: Proved, marks: Marks): Promise<readonly Check[]> {
  const { at } = proved;
  const before = await idOf(at, 'alertmanager');
  const restarted = await proved.script('restart', 'alertmanager');
  const isMadeAnew = before !== undefined && before !== (await idOf(at, 'alertmanager'));
  const lostByRestart = await lostMarks(proved, marks);
  const stopped = await proved.script('down');
  const left = [...(await containers(at)).map(({ service }) => service), ...(await networks(at))];
  const started = await proved.script('up');
  return [
    checkOf('restart alertmanager makes it anew and keeps its silences', [
      ...(restarted === 0 && isMadeAnew ? [] : ['restart']),
      ...lostByRestart,
    ]),
    checkOf('down leaves no container and no network', [
      ...(stopped === 0 ? [] : ['down']),
      ...left,
    ]),
    checkOf(
      'what PostgreSQL, the gateway, Prometheus and the Alertmanager were given is there after down and up',
      [...(started === 0 ? [] : ['up']), ...(await lostMarks(proved, marks))],
    ),
  ];
}

async function networks({ engine, place }: Compose): Promise<readonly string[]> {
  const of = `label=com.docker.compose.project=${place.project}`;
  const listed = await docker(engine, ['network', 'ls', '--filter', of, '--format', '{{.Name}}']);
  return listed.split('\n').filter((name) => name !== '');
}

async function idOf(at: Compose, service: string): Promise<string | undefined> {
  return (await containers(at)).find((one) => one.service === service)?.id;
}

async function sql({ at }: Proved, statement: string): Promise<string> {
  const id = await idOf(at, 'postgres');
  const as = '--username=postgres --host=/var/run/postgresql --dbname=aura';
  const said = await inside(
    at,
    id ?? 'postgres',
    `psql ${as} -v ON_ERROR_STOP=1 -Atc '${statement}'`,
  );
  if (!said.ok) throw new Error(`PostgreSQL refuses ${statement}: ${said.text}`);
  return said.text.trim();
}

async function scrape(proved: Proved): Promise<string> {
  const signal = AbortSignal.timeout(5_000);
  return (await gatewayPass(proved)(`${gatewayUrl(proved)}/metrics`, { signal })).text();
}

async function hasSample(proved: Proved, { atSeconds }: Marks): Promise<boolean> {
  const found = await (await prometheusOf(proved)).query(`${SELECTOR} @ ${atSeconds}`);
  return found.length > 0;
}
