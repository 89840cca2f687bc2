import { FUZZ_BODIES, FUZZ_SEED } from '../fixtures/config.js';
import { freePort } from '../fixtures/free-port.js';
import { isOnPath, itBeside, startBeside } from './beside.js';
import { Chance } from './chance.js';
import { Connection, type Answered } from './connection.js';
import { differenceOf, UNKNOWN } from './differences.js';
import { mutated } from './mutate.js';
import type { Sent } from './request.js';
import { ROUTES } from './routes.js';
import { TEXTS } from './seeds.js';
import { HERE } from './target.js';

const NAMES = ['pushgateway', 'prometheus-pushgateway'] as const;
const PROGRAM = NAMES.find(isOnPath) ?? 'pushgateway';
const withPushgateway = itBeside(PROGRAM);
const BODIES = Math.ceil(FUZZ_BODIES / 3);

/** Replaces all that is held, so that nothing of an earlier body decides about a later one. */
function putOf(chance: Chance, n: number): Sent {
  const [route] = ROUTES;
  const seed = chance.pick(TEXTS)(n);
  const content = chance.isOneIn(8) ? seed : mutated(seed, chance, 1 + chance.below(3));
  const headers = { 'content-type': route.type };
  return {
    route,
    method: 'PUT',
    target: '/metrics/job/fuzz',
    headers,
    content,
    framing: undefined,
  };
}

function isAccepted(statuses: readonly number[]): boolean {
  return statuses[0] === 200;
}

describe('what is text of metrics and what is not', () => {
  withPushgateway(
    `is the same to us and to the Pushgateway for ${BODIES} bodies, but for what is known`,
    async () => {
      const host = `127.0.0.1:${String(await freePort())}`;
      const url = `http://${host}`;
      const args = [`--web.listen-address=${host}`];
      const stop = await startBeside({ name: PROGRAM, args, ready: url });
      const ours = await HERE.open({});
      const reference = new Connection(new URL(url));
      try {
        const chance = new Chance(FUZZ_SEED);
        const counts: Record<string, number> = { accepted: 0, refused: 0 };
        const unknown: object[] = [];
        for (let n = 1; n <= BODIES; n += 1) {
          const sent = putOf(chance, n);
          const [mine, other] = [await ours.send(sent), await reference.send(sent)];
          const verdict = verdictOf(mine, other);
          counts[verdict.is] = (counts[verdict.is] ?? 0) + 1;
          if (verdict.is !== UNKNOWN) continue;
          unknown.push({
            said: verdict.said.replaceAll(/\s+/g, ' '),
            body: sent.content.toString('base64'),
          });
        }
        process.stdout.write(`reference: ${JSON.stringify({ FUZZ_SEED, ...counts })}\n`);
        expect(unknown).toEqual([]);
        expect([counts['accepted'] === 0, counts['refused'] === 0]).toEqual([false, false]);
      } finally {
        reference.close();
        await ours.stop();
        await stop();
      }
    },
    60_000 + FUZZ_BODIES * 10,
  );
});

interface Verdict {
  readonly is: string;
  readonly said: string;
}

function verdictOf(mine: Answered, other: Answered): Verdict {
  const [isMine, isOther] = [isAccepted(mine.statuses), isAccepted(other.statuses)];
  if (isMine === isOther) return { is: isMine ? 'accepted' : 'refused', said: '' };
  const said = isMine ? other.text : mine.text;
  return { is: differenceOf(isMine ? 'the Pushgateway' : 'us', said), said };
}
