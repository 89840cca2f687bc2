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
/** The same host, scraped by a second job. */
const TWIN = { ...HOST, job: 'prometheus' } as const;
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
        ...processor('0', () => 1),
        ...processor('1', (value) => 2 * value - 1),
        counterSeries(node.cpuSeconds, { cpu: '0', mode: 'idle', ...OTHER }, () => 1),
      ],
      calm: limit.value,
      alarming: limit.value + (1 - limit.value) / 8,
      labels: { instance: HOST.instance },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '250s',
      step: '25s',
    },
  });
}

/** One of two processors, busy for a share of the time: in 25 s that is a whole part of a second. */
function processor(cpuName: string, busy: (value: number) => number): readonly StorySeries[] {
  return [
    counterSeries(node.cpuSeconds, { cpu: cpuName, mode: 'idle', ...HOST }, (v) => 1 - busy(v)),
    counterSeries(node.cpuSeconds, { cpu: cpuName, mode: 'user', ...HOST }, busy),
  ];
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
        gaugeSeries(node.memoryAvailable, TWIN, () => 48 * GIB),
        gaugeSeries(node.memoryTotal, TWIN, () => 64 * GIB),
        gaugeSeries(node.memoryAvailable, OTHER, () => 60 * GIB),
        gaugeSeries(node.memoryTotal, OTHER, () => 64 * GIB),
      ],
      calm: limit.value,
      alarming: limit.value + (1 - limit.value) * 0.1,
      labels: { instance: HOST.instance },
      whenAbsent: 'silent',
    },
  });
}

/** Filesystems that live in memory, or are full by design. */
const UNREAL = ['tmpfs', 'ramfs', 'squashfs', 'overlay'] as const;
const REAL = { fstype: noneOf(...UNREAL) } as const;

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
      world: DISKS,
      calm: limit.value,
      alarming: limit.value * 0.95,
      labels: { instance: HOST.instance, mountpoint: '/media' },
      whenAbsent: 'silent',
    },
  });
}

const MEDIA = { ...HOST, device: '/dev/sdb1', fstype: 'ext4', mountpoint: '/media' } as const;
const BESIDE = { ...MEDIA, device: '/dev/sdc1' } as const;
const ROOT = { ...MEDIA, device: '/dev/sda1', mountpoint: '/' } as const;

/** A dialled disk; a second one under the same path, another one, and what is full by design. */
const DISKS: readonly StorySeries[] = [
  gaugeSeries(node.filesystemAvailable, MEDIA, (value) => 500 * GIB * value),
  gaugeSeries(node.filesystemSize, MEDIA, () => 500 * GIB),
  gaugeSeries(node.filesystemAvailable, BESIDE, () => 600 * GIB),
  gaugeSeries(node.filesystemSize, BESIDE, () => 1100 * GIB),
  gaugeSeries(node.filesystemAvailable, ROOT, () => 40 * GIB),
  gaugeSeries(node.filesystemSize, ROOT, () => 50 * GIB),
  ...UNREAL.flatMap((fstype) => [
    gaugeSeries(node.filesystemAvailable, { ...MEDIA, device: fstype, fstype }, () => 0),
    gaugeSeries(node.filesystemSize, { ...MEDIA, device: fstype, fstype }, () => 11),
  ]),
];
