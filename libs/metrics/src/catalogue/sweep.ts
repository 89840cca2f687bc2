import { gauge } from '../metric.js';

/** What the platform's storage sweep, a short-lived batch, pushes to the gateway when it ends. */
export const sweep = {
  lastSuccess: gauge({
    name: 'storage_sweep_last_success_timestamp_seconds',
    unit: 'seconds',
    help: 'When the storage sweep last ended well, in seconds since the epoch.',
    labels: {},
  }),
  duration: gauge({
    name: 'storage_sweep_duration_seconds',
    unit: 'seconds',
    help: 'Time the last storage sweep took.',
    labels: {},
  }),
  freed: gauge({
    name: 'storage_sweep_freed_bytes',
    unit: 'bytes',
    help: 'Bytes that the last storage sweep gave back to the disk.',
    labels: {},
  }),
};
