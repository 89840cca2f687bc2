import type { Thresholds } from '@aura/thresholds';
import type { Alert } from '../alert.js';
import { gpuEncoderSaturated, gpuThermalSlowdown } from './gpu-load.js';
import { gpuEccUncorrectable, gpuRowRemapFailure } from './gpu-memory.js';
import { gpuMissing, gpuNotCollected } from './gpu-presence.js';
import { gpuXidCritical, gpuXidWarning } from './gpu-xid.js';

/**
 * What dcgm-exporter tells of NVIDIA GPUs. Two things are left out on purpose. Absolute temperature: healthy cards
 * run hot under load for days, and the card itself says when heat slows it down. Encoder sessions and frames per
 * second: DCGM does not serve them as numbers, so "encoder below real time" cannot be seen from here.
 */
export function gpuAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    gpuMissing(),
    gpuNotCollected(),
    gpuXidCritical(),
    gpuXidWarning(),
    gpuEccUncorrectable(thresholds),
    gpuRowRemapFailure(),
    gpuThermalSlowdown(),
    gpuEncoderSaturated(thresholds),
  ];
}
