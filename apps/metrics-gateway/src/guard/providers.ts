import { readAtScrape } from '@aura/instrumentation';
import { guard } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { Bodies } from './bodies.js';
import { Guard } from './guard.js';
import { InFlight, roomForBodies } from './in-flight.js';
import { MemoryCeiling, memoryLimits, memoryUsed, type MemoryLimits } from './memory.js';
import { Rate } from './rate.js';
import { TokensFile, type Reload } from './tokens-file.js';

const TOKENS_FILE = Symbol('tokens file');

/** What stands before every way in. */
export function guardProviders(config: Config): Provider[] {
  const path = config.TOKENS_FILE;
  const rate = new Rate({
    requestsPerSecond: config.REQUESTS_PER_SECOND,
    bytesPerSecond: config.MIB_PER_SECOND * 1_048_576,
    ...LIMITS.rate,
  });
  return [
    {
      provide: TOKENS_FILE,
      inject: [LOG, Registry],
      useFactory: (log: Log, registry: Registry) => {
        const file =
          path === undefined ? undefined : new TokensFile(path, log, () => Date.now() / 1000);
        showReloads(registry, log, file);
        return file;
      },
    },
    {
      provide: MemoryCeiling,
      inject: [Registry, LOG],
      useFactory: (registry: Registry, log: Log) =>
        ceilingOf(memoryLimits(config.MEMORY_LIMIT_MIB), registry, log),
    },
    {
      provide: Bodies,
      inject: [MemoryCeiling, Outcomes, Registry, LOG],
      useFactory: bodiesOf,
    },
    {
      provide: Guard,
      inject: [TOKENS_FILE, Outcomes, LOG],
      useFactory: (file: TokensFile | undefined, outcomes: Outcomes, log: Log) =>
        new Guard({ file, rate, outcomes, log, nowMs: () => performance.now() }),
    },
  ];
}

function ceilingOf(limits: MemoryLimits, registry: Registry, log: Log): MemoryCeiling {
  const ceiling = new MemoryCeiling(limits, { read: memoryUsed, nowMs: () => performance.now() });
  readAtScrape(registry, guard.memoryLimit, {
    read: () => Promise.resolve([{ labels: {}, value: ceiling.limitBytes }]),
    onError: (err) => {
      log.error({ err }, 'reading the limit of memory failed');
    },
  });
  return ceiling;
}

type Given = readonly [memory: MemoryCeiling, outcomes: Outcomes, registry: Registry, log: Log];

function bodiesOf(...[memory, outcomes, registry, log]: Given): Bodies {
  const inFlight = new InFlight(roomForBodies(memory.limitBytes));
  const shown = (read: () => number) => ({
    read: () => Promise.resolve([{ labels: {}, value: read() }]),
    onError: (err: Error) => {
      log.error({ err }, 'reading what bodies weigh failed');
    },
  });
  readAtScrape(
    registry,
    guard.bodiesInFlight,
    shown(() => inFlight.bytes),
  );
  readAtScrape(
    registry,
    guard.bodiesLimit,
    shown(() => inFlight.limitBytes),
  );
  return new Bodies(inFlight, outcomes);
}

/** Without a file there is nothing to show. */
function showReloads(registry: Registry, log: Log, file: TokensFile | undefined): void {
  const shown = (valueOf: (reload: Reload) => number) => ({
    read: () =>
      Promise.resolve(file === undefined ? [] : [{ labels: {}, value: valueOf(file.reload) }]),
    onError: (err: Error) => {
      log.error({ err }, 'reading the state of the tokens failed');
    },
  });
  readAtScrape(
    registry,
    guard.tokensReloaded,
    shown(({ isSuccessful }) => Number(isSuccessful)),
  );
  readAtScrape(
    registry,
    guard.tokensReloadedAt,
    shown(({ succeededAtSeconds }) => succeededAtSeconds),
  );
}
