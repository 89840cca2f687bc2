import { EXTERNAL } from '@aura/metrics';
import { injected } from '../causes/injected.js';
import { stopped } from '../causes/parts.js';
import { counterOf, gaugeOf } from '../causes/samples.js';
import type { Drills } from '../drill.js';

const { node, postgres, redis } = EXTERNAL;
const MIB = 1024 ** 2;
const GIB = 1024 * MIB;
const QUICK = { turnsWithin: 45, clearsWithin: 30 } as const;
const DISK = { device: '/dev/drill', fstype: 'ext4', mountpoint: '/drill' } as const;

const busyProcessor = injected(
  'reports a processor that is never idle',
  'node',
  counterOf(node.cpuSeconds, { cpu: '0', mode: 'idle' }, 0.001),
  counterOf(node.cpuSeconds, { cpu: '0', mode: 'user' }, 0.999),
);
const fullMemory = injected(
  'reports a host with one hundredth of its memory left',
  'node',
  gaugeOf(node.memoryTotal, {}, 100 * GIB),
  gaugeOf(node.memoryAvailable, {}, GIB),
);
const fullDisk = injected(
  'reports a disk with one hundredth of its space left',
  'node',
  gaugeOf(node.filesystemSize, DISK, 100 * GIB),
  gaugeOf(node.filesystemAvailable, DISK, GIB),
);
const fillingDisk = injected(
  'reports a disk that loses a mebibyte a second',
  'node',
  gaugeOf(node.filesystemSize, DISK, 100 * GIB),
  gaugeOf(node.filesystemAvailable, DISK, (seconds) => 25 * GIB - seconds * MIB),
);
const lowMemory = injected(
  'reports a host with a twentieth of its memory left',
  'node',
  gaugeOf(node.memoryTotal, {}, 100 * GIB),
  gaugeOf(node.memoryAvailable, {}, 5 * GIB),
);
const lowDisk = injected(
  'reports a disk with a tenth of its space left',
  'node',
  gaugeOf(node.filesystemSize, DISK, 100 * GIB),
  gaugeOf(node.filesystemAvailable, DISK, 10 * GIB),
);

/** What everything stands on. This machine is not filled up or worn out: samples of a host called drill say it. */
export const INFRASTRUCTURE_DRILLS: Drills = {
  DatabaseDown: { cause: stopped('postgres', 'SIGKILL'), turnsWithin: 30, clearsWithin: 45 },
  DatabaseInstanceDown: {
    cause: injected(
      'reports a second database, which does not answer',
      'postgres',
      gaugeOf(postgres.up, {}, 0),
    ),
    ...QUICK,
  },
  RedisInstanceDown: {
    why: 'it takes two Redis servers, and this stack has none; its promtool story proves it',
  },
  RedisDown: {
    cause: injected('reports a Redis that does not answer', 'redis', gaugeOf(redis.up, {}, 0)),
    ...QUICK,
  },
  RedisMemoryHigh: {
    cause: injected(
      'reports a Redis that is nearly full',
      'redis',
      gaugeOf(redis.memoryMax, {}, GIB),
      gaugeOf(redis.memoryUsed, {}, 0.99 * GIB),
    ),
    ...QUICK,
  },
  HighCpuUsage: { cause: busyProcessor, turnsWithin: 60, clearsWithin: 30 },
  CpuExhausted: { cause: busyProcessor, turnsWithin: 60, clearsWithin: 30 },
  HighMemoryUsage: { cause: lowMemory, ...QUICK },
  MemoryExhausted: { cause: fullMemory, ...QUICK },
  DiskSpaceLow: { cause: lowDisk, ...QUICK },
  DiskFullSoon: { cause: fillingDisk, turnsWithin: 60, clearsWithin: 30 },
  DiskAlmostFull: { cause: fullDisk, ...QUICK },
};
