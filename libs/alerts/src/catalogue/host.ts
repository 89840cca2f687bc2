import { EXTERNAL } from '@aura/metrics';
import {
  above,
  avgBy,
  below,
  both,
  complement,
  minBy,
  noneOf,
  now,
  predictLinear,
  rate,
  ratio,
  shareOfTime,
} from '@aura/metrics/promql';
import { formatAmount, type Thresholds } from '@aura/thresholds';
import { alert, type Alert, type Severity } from '../alert.js';
import { counterSeries, gaugeSeries, type StorySeries } from '../story.js';

const { node } = EXTERNAL;
const [HOST, OTHER] = [
  { job: 'node', instance: 'render-11:9100' },
  { job: 'node', instance: 'render-12:9100' },
] as const;
const GIB = 1024 ** 3;

export function hostAlerts(thresholds: Thresholds): readonly Alert[] {
  const { host } = thresholds;
  return [
    cpu({ name: 'HighCpuUsage', severity: 'ticket', limit: host.cpuBusy, wait: '15m' }),
    cpu({ name: 'CpuExhausted', severity: 'page', limit: host.cpuExhausted, wait: '10m' }),
    memory({ name: 'HighMemoryUsage', severity: 'ticket', limit: host.memoryUsed, wait: '10m' }),
    memory({ name: 'MemoryExhausted', severity: 'page', limit: host.memoryExhausted, wait: '2m' }),
    disk({
      name: 'DiskSpaceLow',
      severity: 'ticket',
      limit: thresholds.disk.freeDegraded,
      wait: '5m',
    }),
    disk({
      name: 'DiskAlmostFull',
      severity: 'page',
      limit: thresholds.disk.freeUnhealthy,
      wait: '1m',
    }),
    diskFullSoon(thresholds),
  ];
}

interface Level {
  readonly name: Capitalize<string>;
  readonly severity: Severity;
  readonly limit: { readonly value: number; readonly unit: 'ratio' };
  readonly wait: '1m' | '2m' | '5m' | '10m' | '15m';
}

function cpu({ name, severity, limit, wait }: Level): Alert {
  const idle = avgBy(rate(node.cpuSeconds, '5m', { mode: 'idle' }), 'instance');
  const processor = (cpuName: string, busy: (value: number) => number): readonly StorySeries[] => [
    counterSeries(
      node.cpuSeconds,
      { cpu: cpuName, mode: 'idle', ...HOST },
      (value) => 1 - busy(value),
    ),
    counterSeries(node.cpuSeconds, { cpu: cpuName, mode: 'user', ...HOST }, busy),
  ];
  const spread = 1 - limit.value;
  return alert({
    name,
    severity,
    component: 'host',
    when: above(complement(shareOfTime(idle)), limit),
    for: wait,
    summary: ({ labels, value, limit }) =>
      `Processors of ${labels.instance} are busy ${value} of the time; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Averaged over all processors of ${labels.instance} and five minutes. Renders slow each other down, and ` +
      'everything else on that machine with them.',
    story: {
      world: [
        ...processor('0', (value) => value - spread / 4),
        ...processor('1', (value) => value + spread / 4),
        counterSeries(node.cpuSeconds, { cpu: '0', mode: 'idle', ...OTHER }, () => 1),
      ],
      calm: limit.value - spread * 0.1,
      alarming: limit.value + spread * 0.1,
      labels: { instance: HOST.instance },
      whenAbsent: 'silent',
      looksBack: '5m',
      crossesAfter: '150s',
    },
  });
}

function memory({ name, severity, limit, wait }: Level): Alert {
  const free = ratio(
    minBy(now(node.memoryAvailable), 'instance'),
    minBy(now(node.memoryTotal), 'instance'),
  );
  return alert({
    name,
    severity,
    component: 'host',
    when: above(complement(free), limit),
    for: wait,
    summary: ({ labels, value, limit }) =>
      `Memory of ${labels.instance} is used to ${value}; the limit is ${limit}.`,
    description: ({ labels }) =>
      `What programs on ${labels.instance} could still get without swapping is nearly gone. Next the kernel ` +
      'kills the largest process, which is a render or the database.',
    story: {
      world: [
        gaugeSeries(node.memoryAvailable, HOST, (value) => 32 * GIB * (1 - value)),
        gaugeSeries(node.memoryTotal, HOST, () => 32 * GIB),
        gaugeSeries(node.memoryAvailable, OTHER, () => 60 * GIB),
        gaugeSeries(node.memoryTotal, OTHER, () => 64 * GIB),
      ],
      calm: limit.value - (1 - limit.value) * 0.1,
      alarming: limit.value + (1 - limit.value) * 0.1,
      labels: { instance: HOST.instance },
      whenAbsent: 'silent',
    },
  });
}

/** Filesystems that live in memory, or are full by design. */
const REAL = { fstype: noneOf('tmpfs', 'ramfs', 'squashfs', 'overlay') } as const;

/** Share of each real filesystem that may still be filled. */
const FREE = ratio(
  minBy(now(node.filesystemAvailable, REAL), 'instance', 'mountpoint'),
  minBy(now(node.filesystemSize, REAL), 'instance', 'mountpoint'),
);

function diskFullSoon({ disk: limits }: Thresholds): Alert {
  const ahead = predictLinear(node.filesystemAvailable, '6h', {
    horizonSeconds: limits.fullWithin.value,
    where: REAL,
  });
  const within = formatAmount(limits.fullWithin.value, 'seconds');
  return alert({
    name: 'DiskFullSoon',
    severity: 'page',
    component: 'disk',
    when: both(
      below(minBy(ahead, 'instance', 'mountpoint'), { value: 0, unit: 'bytes' }),
      // A large, nearly empty disk may take in a backup without waking anybody.
      below(FREE, { value: Math.min(1, 2 * limits.freeDegraded.value), unit: 'ratio' }),
    ),
    for: '30m',
    summary: ({ labels }) =>
      `${labels.mountpoint} on ${labels.instance} will be full within ${within}.`,
    description: ({ labels }) =>
      `${labels.mountpoint} on ${labels.instance} has been filling for six hours at a rate that leaves nothing ` +
      `${within} from now.`,
    story: { byHand: true },
  });
}

function disk({ name, severity, limit, wait }: Level): Alert {
  const media = { ...HOST, device: '/dev/sdb1', fstype: 'ext4', mountpoint: '/media' } as const;
  const root = { ...media, device: '/dev/sda1', mountpoint: '/' } as const;
  const run = { ...media, device: 'tmpfs', fstype: 'tmpfs', mountpoint: '/run' } as const;
  return alert({
    name,
    severity,
    component: 'disk',
    when: below(FREE, limit),
    for: wait,
    summary: ({ labels, value, limit }) =>
      `${value} of ${labels.mountpoint} on ${labels.instance} is free; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Renders, uploads and the database write to ${labels.mountpoint} on ${labels.instance}. When it is full ` +
      'they fail, and PostgreSQL stops.',
    story: {
      world: [
        gaugeSeries(node.filesystemAvailable, media, (value) => 500 * GIB * value),
        gaugeSeries(node.filesystemSize, media, () => 500 * GIB),
        gaugeSeries(node.filesystemAvailable, root, () => 40 * GIB),
        gaugeSeries(node.filesystemSize, root, () => 50 * GIB),
        gaugeSeries(node.filesystemAvailable, run, () => 0),
        gaugeSeries(node.filesystemSize, run, () => GIB),
      ],
      calm: limit.value * 1.05,
      alarming: limit.value * 0.95,
      labels: { instance: HOST.instance, mountpoint: '/media' },
      whenAbsent: 'silent',
    },
  });
}
