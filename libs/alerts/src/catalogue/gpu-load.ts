import { DCGM_CARD, EXTERNAL } from '@aura/metrics';
import {
  above,
  atMost,
  equalTo,
  flag,
  holding,
  maxBy,
  now,
  ofHundred,
  orElse,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type Scene, type StorySeries } from '../story.js';
import { BLANK, CARD, OTHER_CARD, SECOND_EXPORTER } from './gpu-cards.js';

const { dcgm } = EXTERNAL;

/**
 * DCGM_CLOCKS_EVENT_REASON_HW_THERMAL of dcgm_fields.h: the hardware halves its clocks or worse because it is too
 * hot. The gentler slowdown by software (32) is how a card under load stays at its target temperature, and the
 * counter DCGM_FI_DEV_THERMAL_VIOLATION does not tell the two apart.
 */
const HARDWARE_THERMAL = 64;

/** Needs a field that the exporter's default counters file leaves out, under its present or its older name. */
export function gpuThermalSlowdown(): Alert {
  const slowed = orElse(
    maxBy(flag(now(dcgm.clockEvents), HARDWARE_THERMAL), ...DCGM_CARD),
    maxBy(flag(now(dcgm.throttleReasons), HARDWARE_THERMAL), ...DCGM_CARD),
  );
  return alert({
    name: 'GpuThermalSlowdown',
    severity: 'ticket',
    component: 'gpu',
    when: equalTo(slowed, { value: 1, unit: 'count' }),
    for: '5m',
    keepFiringFor: '5m',
    summary: ({ labels }) =>
      `GPU ${labels.gpu} (${labels.modelName}) has slowed itself down because it is too hot.`,
    description: ({ labels }) =>
      `The hardware of ${labels.UUID} runs at half its clocks or less to cool down. Renders on it take twice as ` +
      'long or more; its fan, its air or its power is at fault, not the load.',
    story: {
      world: masks(dcgm.clockEvents),
      calm: 63,
      alarming: 72,
      labels: CARD,
      whenAbsent: 'silent',
      step: '1m',
      scenes: {
        ...reasons('DCGM_FI_DEV_CLOCKS_EVENT_REASONS', dcgm.clockEvents),
        ...reasons('DCGM_FI_DEV_CLOCK_THROTTLE_REASONS', dcgm.throttleReasons),
      },
    },
  });
}

/** Both names of the field are declared alike. */
type Mask = typeof dcgm.clockEvents;

/** The dial is the mask of the first card. A second exporter saw it before it became too hot. */
function masks(metric: Mask, second: (dial: number) => number = () => 63): readonly StorySeries[] {
  return [
    gaugeSeries(metric, CARD, (dial) => dial),
    gaugeSeries(metric, { ...CARD, ...SECOND_EXPORTER }, second),
    gaugeSeries(metric, OTHER_CARD, () => 4),
  ];
}

function reasons(field: string, metric: Mask): Readonly<Record<string, Scene>> {
  const of = (mask: number, firing: number): Scene => ({
    world: masks(metric),
    stretches: [{ value: mask, lasts: '10m' }],
    firing,
  });
  return {
    [`${field}: the bit alone`]: of(64, 1),
    [`${field}: the bit and the power brake`]: of(192, 1),
    [`${field}: the power brake alone`]: of(128, 0),
    [`${field}: every other reason`]: of(511 - HARDWARE_THERMAL, 0),
    [`${field}: no value`]: of(BLANK, 0),
    [`${field}: two exporters agree`]: {
      ...of(72, 1),
      world: masks(metric, (dial) => dial),
    },
  };
}

export function gpuEncoderSaturated({ gpu }: Thresholds): Alert {
  const limit = gpu.encoderBusy.value;
  // No encoder is busy for more than all of the time; what says so is a field without a value.
  const percentage = holding(atMost(now(dcgm.encoderUtilization), { value: 100, unit: 'percent' }));
  return alert({
    name: 'GpuEncoderSaturated',
    severity: 'ticket',
    component: 'gpu',
    when: above(ofHundred(maxBy(percentage, ...DCGM_CARD)), gpu.encoderBusy),
    for: '10m',
    keepFiringFor: '5m',
    summary: ({ labels, value, limit }) =>
      `The encoder of GPU ${labels.gpu} (${labels.modelName}) is busy ${value} of the time; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Renders on ${labels.UUID} wait for its encoder, however idle its other parts are. Whether they still keep ` +
      'up with real time, DCGM does not tell.',
    story: {
      world: ENCODERS,
      calm: limit,
      alarming: limit + (1 - limit) * 0.1,
      labels: CARD,
      whenAbsent: 'silent',
      step: '1m',
      scenes: {
        'busy all of the time': constant(1, 1),
        'more than all of the time': constant(1.005, 0),
        'it has no value': constant(BLANK / 100, 0),
      },
    },
  });
}

/** The dial is the share of the first card's encoder; a second exporter saw half of it. */
const ENCODERS: readonly StorySeries[] = [
  gaugeSeries(dcgm.encoderUtilization, CARD, (share) => share * 100),
  gaugeSeries(dcgm.encoderUtilization, { ...CARD, ...SECOND_EXPORTER }, (share) => share * 50),
  gaugeSeries(dcgm.encoderUtilization, OTHER_CARD, () => 3),
];

function constant(share: number, firing: number): Scene {
  return { world: ENCODERS, stretches: [{ value: share, lasts: '20m' }], firing };
}
