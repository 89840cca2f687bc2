import { EXTERNAL } from '@aura/metrics';
import { injected } from '../causes/injected.js';
import { counterOf, gaugeOf } from '../causes/samples.js';
import type { Drill, Drills } from '../drill.js';

const { dcgm } = EXTERNAL;
const JOB = 'dcgm';
const GPU = { gpu: '0', UUID: 'GPU-drill-0', modelName: 'Drill' } as const;
const OTHER = { gpu: '1', UUID: 'GPU-drill-1', modelName: 'Drill' } as const;
const THERMAL_SLOWDOWN = 64;
/** Two scrapes: what is to be missed has to be seen first. */
const SEEN_FOR = 40;

function quick(what: string, ...series: Parameters<typeof injected>[2][]): Drill {
  return { cause: injected(what, JOB, ...series), turnsWithin: 60, clearsWithin: 30 };
}

const untilMissed = (seconds: number): number | undefined => (seconds < SEEN_FOR ? 41 : undefined);
const laterXid = (code: number) => (seconds: number) => (seconds < SEEN_FOR ? 0 : code);

/** Where there is a GPU nobody breaks it; where there is none, the rules are tried all the same. */
export const GPU_DRILLS: Drills = {
  GpuMissing: {
    ...quick(
      'reports two GPUs, then one',
      gaugeOf(dcgm.temperature, GPU, 41),
      gaugeOf(dcgm.temperature, OTHER, untilMissed),
    ),
    turnsWithin: 90,
  },
  GpuNotCollected: {
    ...quick('reports a GPU, then none', gaugeOf(dcgm.temperature, GPU, untilMissed)),
    turnsWithin: 90,
  },
  GpuXidCritical: {
    ...quick(
      'reports Xid 79, a GPU that fell off the bus',
      gaugeOf(dcgm.lastXid, { ...GPU, err_code: '79' }, laterXid(79)),
    ),
    turnsWithin: 90,
  },
  GpuXidWarning: {
    ...quick(
      'reports Xid 94, a contained memory error',
      gaugeOf(dcgm.lastXid, { ...GPU, err_code: '94' }, laterXid(94)),
    ),
    turnsWithin: 90,
  },
  GpuEccUncorrectable: quick(
    'reports uncorrectable memory errors',
    counterOf(dcgm.uncorrectableErrors, GPU, 0.1),
  ),
  GpuRowRemapFailure: quick(
    'reports a row that could not be replaced',
    gaugeOf(dcgm.rowRemapFailed, GPU, 1),
  ),
  GpuThermalSlowdown: quick(
    'reports a thermal slowdown',
    gaugeOf(dcgm.clockEvents, GPU, THERMAL_SLOWDOWN),
  ),
  GpuEncoderSaturated: quick(
    'reports an encoder that is always busy',
    gaugeOf(dcgm.encoderUtilization, GPU, 99),
  ),
};
