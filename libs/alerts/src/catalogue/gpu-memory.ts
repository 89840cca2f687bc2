import { DCGM_CARD, EXTERNAL } from '@aura/metrics';
import { above, below, equalTo, holding, increase, maxBy, now } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries, type Scene, type Story, type StorySeries } from '../story.js';
import { BLANK, CARD, NO_VALUE, OTHER_CARD, SECOND_EXPORTER } from './gpu-cards.js';

const { dcgm } = EXTERNAL;

/** Needs a field that the exporter's default counters file leaves out. */
export function gpuEccUncorrectable({ gpu }: Thresholds): Alert {
  const errors = maxBy(increase(dcgm.uncorrectableErrors, '1h'), ...DCGM_CARD);
  const limit = gpu.uncorrectableErrors.value;
  return alert({
    name: 'GpuEccUncorrectable',
    severity: 'ticket',
    component: 'gpu',
    when: above(holding(below(errors, NO_VALUE)), gpu.uncorrectableErrors),
    for: '0s',
    summary: ({ labels, value, limit }) =>
      `GPU ${labels.gpu} (${labels.modelName}) met ${value} uncorrectable memory errors; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Double-bit errors in the memory of ${labels.UUID} within the last hour. A render that met one has failed ` +
      'or is spoiled; a card that repeats them wants replacing.',
    story: {
      world: ERRORS_AN_HOUR,
      calm: limit,
      alarming: limit + 2,
      labels: CARD,
      whenAbsent: 'silent',
      looksBack: '1h',
      endsAfter: '59m',
      step: '1m',
      scenes: {
        'a value that turned to none is no error': leapBy(BLANK, 0),
        'what no counter can reach is none': leapBy(NO_VALUE.value, 0),
        'what a counter could reach counts': leapBy(NO_VALUE.value * 0.95, 1),
      },
    },
  });
}

/** The dial is errors an hour; a second exporter saw half of them. */
const ERRORS_AN_HOUR: readonly StorySeries[] = [
  counterSeries(dcgm.uncorrectableErrors, CARD, (errors) => errors / 3600),
  counterSeries(
    dcgm.uncorrectableErrors,
    { ...CARD, ...SECOND_EXPORTER },
    (errors) => errors / 7200,
  ),
  counterSeries(dcgm.uncorrectableErrors, OTHER_CARD, () => 0),
];

/** The counter leaps by so much from one sample to the next. */
function leapBy(errors: number, firing: number): Scene {
  return {
    world: ERRORS_AN_HOUR,
    stretches: [
      { value: 0, lasts: '10m' },
      { value: errors * 60, lasts: '1m' },
      { value: 0, lasts: '10m' },
    ],
    firing,
  };
}

export function gpuRowRemapFailure(): Alert {
  return alert({
    name: 'GpuRowRemapFailure',
    severity: 'ticket',
    component: 'gpu',
    // Of two exporters one may have no value, which is larger than a flag.
    when: equalTo(maxBy(holding(below(now(dcgm.rowRemapFailed), NO_VALUE)), ...DCGM_CARD), {
      value: 1,
      unit: 'count',
    }),
    for: '1m',
    summary: ({ labels }) =>
      `GPU ${labels.gpu} (${labels.modelName}) could not replace a broken row of its memory.`,
    description: ({ labels }) =>
      `${labels.UUID} has run out of spare rows where it needs one. It works until it meets that row again, and ` +
      'then fails what it renders: plan its replacement.',
    story: REMAP_STORY,
  });
}

const REMAP_STORY: Story<(typeof DCGM_CARD)[number]> = {
  world: remapFlags(
    (dial) => dial,
    () => 0,
  ),
  calm: 0,
  alarming: 1,
  labels: CARD,
  whenAbsent: 'silent',
  step: '30s',
  scenes: {
    'two exporters agree': {
      world: remapFlags(
        (dial) => dial,
        (dial) => dial,
      ),
      stretches: [{ value: 1, lasts: '5m' }],
      firing: 1,
    },
    'another exporter has no value': {
      world: remapFlags(
        (dial) => dial,
        () => BLANK,
      ),
      stretches: [{ value: 1, lasts: '5m' }],
      firing: 1,
    },
    'it has no value': {
      world: remapFlags((dial) => dial),
      stretches: [{ value: BLANK, lasts: '5m' }],
      firing: 0,
    },
  },
};

function remapFlags(...exporters: readonly ((dial: number) => number)[]): readonly StorySeries[] {
  return [
    ...exporters.map((at, i) =>
      gaugeSeries(dcgm.rowRemapFailed, { ...CARD, instance: `render-11:940${String(i)}` }, at),
    ),
    gaugeSeries(dcgm.rowRemapFailed, OTHER_CARD, () => 0),
  ];
}
