import { FUZZ_BODIES, FUZZ_SEED } from '../fixtures/config.js';
import { Chance } from './chance.js';
import { bytesOf, requestOf, type Sent } from './request.js';
import { ROUTES } from './routes.js';
import { APART, HERE, type Opening } from './target.js';
import { Twins, type Fault } from './twins.js';

/** Requests between two comparisons, and until both gateways begin anew. */
const BATCH = 500;
const LIFE = 10_000;

/** Over a real connection to a process each costs many times as much. */
const SOCKETS = Math.max(400, FUZZ_BODIES / 50);

describe('a gateway that is sent anything', () => {
  it.each([
    [SOCKETS, 'over real connections', APART],
    [FUZZ_BODIES - SOCKETS, 'in this process', HERE],
  ] as const)(
    'answers each of %i bodies %s without 5xx, and holds what it accepted and nothing else',
    async (bodies, _, opening) => {
      const chance = new Chance(FUZZ_SEED);
      const statuses = new Map<string, number>();
      for (let done = 0; done < bodies; done += LIFE) {
        const count = Math.min(LIFE, bodies - done);
        const all = Array.from({ length: count }, (_, i) => requestOf(chance, done + i + 1));
        expect(await faultOf(all, { opening, statuses })).toBeUndefined();
      }
      const figures = { FUZZ_SEED, bodies, ...Object.fromEntries([...statuses].sort()) };
      process.stdout.write(`fuzz: ${JSON.stringify(figures)}\n`);
      expect(ROUTES.filter(({ name }) => !isTried(name, statuses))).toEqual([]);
    },
    60_000 + FUZZ_BODIES * 10,
  );
});

/** Bodies of each route were accepted, and some refused: else this would try nothing. */
function isTried(name: string, statuses: ReadonlyMap<string, number>): boolean {
  const has = (digit: number) =>
    [...statuses.keys()].some((key) => key.startsWith(`${name}: ${String(digit)}`));
  return has(2) && has(4);
}

interface Place {
  readonly opening: Opening;
  readonly statuses: Map<string, number>;
}

/** One life of two gateways: says what was wrong first, by which request. */
async function faultOf(all: readonly Sent[], place: Place): Promise<object | undefined> {
  const { fault, from } = await live(all, { from: 0, batch: BATCH }, place);
  if (fault === undefined || fault.sent !== undefined) return described(fault);
  const again = await live(all, { from, batch: 1 }, place);
  return described(again.fault ?? fault);
}

interface Pace {
  /** Where comparing begins. */
  readonly from: number;
  readonly batch: number;
}

/** Sends all to gateways of its own; where they differ after a batch, `from` is where that batch began. */
async function live(
  all: readonly Sent[],
  { from, batch }: Pace,
  { opening, statuses }: Place,
): Promise<{ readonly fault: Fault | undefined; readonly from: number }> {
  const twins = await Twins.start(opening);
  try {
    for (let begun = 0; begun < all.length;) {
      const end = begun < from ? from : begun + batch;
      const part = all.slice(begun, end);
      const fault = (await faultAmong(part, twins)) ?? (await twins.compare());
      if (fault !== undefined) return { fault: { sent: alone(part), ...fault }, from: begun };
      begun = end;
    }
    return { fault: await twins.compareReplayed(), from: 0 };
  } finally {
    for (const [what, count] of twins.statuses) {
      statuses.set(what, (statuses.get(what) ?? 0) + count);
    }
    await twins.stop();
  }
}

async function faultAmong(part: readonly Sent[], twins: Twins): Promise<Fault | undefined> {
  for (const sent of part) {
    const fault = await twins.send(sent);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** After a batch of one, what was wrong came of that. */
function alone(part: readonly Sent[]): Sent | undefined {
  return part.length === 1 ? part[0] : undefined;
}

function described(fault: Fault | undefined): object | undefined {
  if (fault === undefined) return undefined;
  const { what, sent } = fault;
  return {
    what,
    seed: FUZZ_SEED,
    request: sent === undefined ? undefined : bytesOf(sent).toString('base64'),
  };
}
