import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SOAK_SECONDS } from '../fixtures/config.js';
import { dataFolder, startProcess, type GatewayProcess } from '../fixtures/process.js';
import { Chance } from './chance.js';
import { COLLECTED } from './collector.js';
import { growthOf, medianOf } from './trend.js';
import { visitors } from './visitors.js';

const COLLECTOR = ['--expose-gc', '--import', path.join(import.meta.dirname, 'collector.ts')];
const MEBIBYTE = 1_048_576;

/** Visits between two readings, and how many go on at once. */
const ROUND = 180;
const AT_ONCE = 6;
/** Fewer readings have no trend. */
const LEAST_ROUNDS = 30;

/** What readings may grow by from the end of the warm-up to the end of the run, however long it is. */
const MOST_GROWTH = { used: 3 * MEBIBYTE, rss: 24 * MEBIBYTE, files: 10 };

interface Reading {
  readonly used: number;
  readonly rss: number;
  readonly files: number;
}

describe('a gateway under all sorts of visitors', () => {
  it(
    `has as much memory and as many files in use after ${SOAK_SECONDS} s as when it was warm`,
    async () => {
      const { folder, remove } = await dataFolder();
      const settings = { DATA_DIR: folder, DATA_SEGMENT_MIB: '1', DATA_FSYNC: 'interval' };
      const gateway = await startProcess(settings, COLLECTOR);
      try {
        const { readings, visits, statuses } = await soak(gateway);
        // Until then code is compiled and pools are filled.
        const warm = readings.slice(Math.ceil(readings.length / 2));
        const growth = Object.fromEntries(
          KEYS.map((key) => [key, growthOf(warm.map((reading) => reading[key]))]),
        );
        const median = Object.fromEntries(
          KEYS.map((key) => [key, medianOf(warm.map((reading) => reading[key]))]),
        );
        const figures = { visits, statuses, readings: readings.length, median, growth };
        process.stdout.write(`soak: ${JSON.stringify(figures)}\n`);
        const grown = KEYS.filter((key) => !((growth[key] ?? NaN) <= MOST_GROWTH[key]));
        expect({ grown, refused: Object.keys(statuses) }).toEqual({
          grown: [],
          refused: ['200', '202', '400', 'gone'],
        });
      } finally {
        await gateway.kill();
        await remove();
      }
    },
    SOAK_SECONDS * 2_000 + 120_000,
  );
});

const KEYS = ['used', 'rss', 'files'] as const;

async function soak(gateway: GatewayProcess) {
  const at = new URL(gateway.url);
  const chance = new Chance(11);
  const all = visitors();
  const until = performance.now() + SOAK_SECONDS * 1_000;
  const statuses: Record<string, number> = {};
  const readings: Reading[] = [];
  let visits = 0;
  const visitor = async (left: number): Promise<void> => {
    for (; left > 0; left -= 1) {
      const [, visit] = all[visits % all.length] ?? [];
      visits += 1;
      const status = String((await visit?.(at, chance)) ?? 'gone');
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  while (performance.now() < until || readings.length < LEAST_ROUNDS) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => visitor(ROUND / AT_ONCE)));
    readings.push(await reading(gateway));
  }
  return { readings, visits, statuses };
}

async function reading({ pid, log }: GatewayProcess): Promise<Reading> {
  const before = log.length;
  process.kill(pid, 'SIGUSR2');
  for (;;) {
    const line = log.slice(before).find(({ msg }) => msg === COLLECTED);
    if (line !== undefined) {
      const files = (await readdir(`/proc/${String(pid)}/fd`)).length;
      return { used: Number(line['used']), rss: Number(line['rss']), files };
    }
    await pause(5);
  }
}
