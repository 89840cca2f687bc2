import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

const INSTANCE = upTo(100, 'one per host');
const FILESYSTEM = {
  instance: INSTANCE,
  device: upTo(50, 'block devices of a host'),
  fstype: upTo(20, 'kinds of filesystem in use on a host'),
  mountpoint: upTo(50, 'mounted filesystems of a host'),
};

/** What node-exporter serves. */
export const node = {
  cpuSeconds: externalCounter({
    name: 'node_cpu_seconds_total',
    unit: 'seconds',
    help: 'Time each processor spent in each mode.',
    labels: {
      instance: INSTANCE,
      cpu: upTo(512, 'processors of a host'),
      mode: ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'],
    },
  }),
  memoryAvailable: externalGauge({
    name: 'node_memory_MemAvailable_bytes',
    unit: 'bytes',
    help: 'Memory that programs could still get without swapping.',
    labels: { instance: INSTANCE },
  }),
  memoryTotal: externalGauge({
    name: 'node_memory_MemTotal_bytes',
    unit: 'bytes',
    help: 'Memory of the host.',
    labels: { instance: INSTANCE },
  }),
  filesystemAvailable: externalGauge({
    name: 'node_filesystem_avail_bytes',
    unit: 'bytes',
    help: 'Space on a filesystem that an ordinary user may still fill.',
    labels: FILESYSTEM,
  }),
  filesystemSize: externalGauge({
    name: 'node_filesystem_size_bytes',
    unit: 'bytes',
    help: 'Size of a filesystem.',
    labels: FILESYSTEM,
  }),
};
