import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

const INSTANCE = upTo(100, 'one per host');
const DISK = { instance: INSTANCE, device: upTo(50, 'block devices of a host') };
const NETWORK = { instance: INSTANCE, device: upTo(100, 'network devices of a host') };
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
  load: externalGauge({
    name: 'node_load1',
    unit: 'count',
    help: 'Programs that ran or wanted to, in the mean of the last minute.',
    labels: { instance: INSTANCE },
  }),
  diskBusy: externalCounter({
    name: 'node_disk_io_time_seconds_total',
    unit: 'seconds',
    help: 'Time in which a disk had something to do.',
    labels: DISK,
  }),
  diskRead: externalCounter({
    name: 'node_disk_read_bytes_total',
    unit: 'bytes',
    help: 'Bytes read from a disk.',
    labels: DISK,
  }),
  diskWritten: externalCounter({
    name: 'node_disk_written_bytes_total',
    unit: 'bytes',
    help: 'Bytes written to a disk.',
    labels: DISK,
  }),
  networkReceived: externalCounter({
    name: 'node_network_receive_bytes_total',
    unit: 'bytes',
    help: 'Bytes that a network device received.',
    labels: NETWORK,
  }),
  networkSent: externalCounter({
    name: 'node_network_transmit_bytes_total',
    unit: 'bytes',
    help: 'Bytes that a network device sent.',
    labels: NETWORK,
  }),
  filesystemSize: externalGauge({
    name: 'node_filesystem_size_bytes',
    unit: 'bytes',
    help: 'Size of a filesystem.',
    labels: FILESYSTEM,
  }),
};
