import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

/**
 * What names a GPU. The exporter writes more labels; the one with the host's name was `Hostname` until 2026 and is
 * `hostname` since, so nothing here may group by it, join on it or match it.
 */
const GPU = {
  gpu: upTo(64, 'GPUs of a host, by index; an index may change with a reboot'),
  UUID: upTo(256, 'GPUs that a Prometheus sees; it stays with the card'),
  modelName: upTo(20, 'models of GPU in use'),
};

/** What identifies a GPU, whoever tells of it. */
export const DCGM_CARD = ['UUID', 'gpu', 'modelName'] as const;

/** From here on a value of DCGM is none: it writes "no value" as about 9.2e18, and no field comes near this. */
export const DCGM_NO_VALUE = 1e15;

/**
 * What NVIDIA's dcgm-exporter serves, under the names that its counters file asks for. The first nine are in its
 * default file. The rest must be added to the file, or nothing is known of them and their alerts stay silent.
 *
 * A field without a value is left out; older exporters write it as about 9.2e18 (DCGM_INT64_BLANK and the fifteen
 * numbers after it, https://github.com/NVIDIA/DCGM/blob/master/dcgmlib/dcgm_structs.h), which rules must not take
 * for a measurement.
 *
 * The number of encoder sessions and their frames per second are not among them: DCGM has both in the one binary
 * field DCGM_FI_DEV_ENC_STATS, and the exporter serves numbers and texts only.
 */
export const dcgm = {
  temperature: externalGauge({
    name: 'DCGM_FI_DEV_GPU_TEMP',
    unit: 'count',
    help: 'Temperature of a GPU in degrees Celsius; every GPU that answers has one.',
    labels: GPU,
  }),
  utilization: externalGauge({
    name: 'DCGM_FI_DEV_GPU_UTIL',
    unit: 'percent',
    help: 'Share of time in which a GPU computed something.',
    labels: GPU,
  }),
  memoryUsed: externalGauge({
    name: 'DCGM_FI_DEV_FB_USED',
    unit: 'count',
    help: 'Memory of a GPU that is in use, in mebibytes.',
    labels: GPU,
  }),
  memoryFree: externalGauge({
    name: 'DCGM_FI_DEV_FB_FREE',
    unit: 'count',
    help: 'Memory of a GPU that is free, in mebibytes.',
    labels: GPU,
  }),
  power: externalGauge({
    name: 'DCGM_FI_DEV_POWER_USAGE',
    unit: 'count',
    help: 'Power that a GPU draws, in watts.',
    labels: GPU,
  }),
  decoderUtilization: externalGauge({
    name: 'DCGM_FI_DEV_DEC_UTIL',
    unit: 'percent',
    help: 'Share of time in which the video decoder of a GPU was busy.',
    labels: GPU,
  }),
  encoderUtilization: externalGauge({
    name: 'DCGM_FI_DEV_ENC_UTIL',
    unit: 'percent',
    help: 'Share of time in which the video encoder of a GPU was busy.',
    labels: GPU,
  }),
  lastXid: externalGauge({
    name: 'DCGM_FI_DEV_XID_ERRORS',
    unit: 'count',
    help: 'Code of the last Xid error of a GPU, which stays until the next one; 0 before the first.',
    labels: {
      ...GPU,
      err_code: upTo(200, 'the value once more, a series of its own for each code'),
    },
  }),
  rowRemapFailed: externalGauge({
    name: 'DCGM_FI_DEV_ROW_REMAP_FAILURE',
    unit: 'count',
    help: 'Whether a GPU failed to replace a broken row of its memory.',
    labels: GPU,
  }),
  clockEvents: externalGauge({
    name: 'DCGM_FI_DEV_CLOCKS_EVENT_REASONS',
    unit: 'count',
    help: 'Bitmask of what holds the clocks of a GPU back, DCGM_CLOCKS_EVENT_REASON_* of dcgm_fields.h.',
    labels: GPU,
  }),
  throttleReasons: externalGauge({
    name: 'DCGM_FI_DEV_CLOCK_THROTTLE_REASONS',
    unit: 'count',
    help: 'The same bitmask under its older, deprecated name.',
    labels: GPU,
  }),
  uncorrectableErrors: externalCounter({
    name: 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
    unit: 'count',
    help: 'Double-bit errors in the memory of a GPU since its driver was loaded; ECC cannot correct them.',
    labels: GPU,
  }),
};
