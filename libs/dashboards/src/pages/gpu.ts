import { DCGM_CARD, DCGM_NO_VALUE, EXTERNAL } from '@aura/metrics';
import {
  atMost,
  below,
  holding,
  maxBy,
  now,
  ofHundred,
  ratio,
  sumOf,
  type Vector,
  type VectorUnit,
} from '@aura/metrics/promql';
import { largestFew, series, timeline, timeseries } from '../draw.js';
import type { Page, Panel, Row } from '../panel.js';
import { variable } from '../variable.js';
import { following, watch, type World } from '../watch.js';
import { processes } from './shared.js';
import { FAULT, UP } from './states.js';

const { dcgm } = EXTERNAL;
const gpuVariable = variable({ title: 'GPU', metric: dcgm.temperature, label: 'gpu' });
const CHOSEN = { gpu: gpuVariable.matcher } as const;
const NO_GPU = 'No GPU is measured';

/**
 * What GPUs do. A GPU is measured by NVIDIA's dcgm-exporter or by a collector of ours; both serve the names of DCGM's
 * fields, so a panel asks for the field, takes the largest of what is told of one card, and never asks who told it: no
 * query names a job or a host.
 */
export function gpu(world: World): Page {
  return {
    uid: 'aura-gpu',
    title: 'GPU',
    help: 'What the GPUs do and how they are. Empty where there is none; a GPU that was there and is gone pages.',
    span: '1h',
    variables: [gpuVariable],
    components: ['gpu'],
    rows: [
      load(),
      heat(),
      engines(world),
      faults(world),
      presence(world),
      processes('gpu-queue-collector'),
    ],
  };
}

export function gpuUtilization(): Panel {
  return timeseries({
    title: 'Utilisation',
    whenEmpty: NO_GPU,
    help: 'Share of time in which each GPU computed something. Low while jobs wait: look at the encoder and the processors.',
    of: largestFew(share(now(dcgm.utilization)), ($) => `GPU ${$.gpu} ${$.UUID}`),
  });
}

/** One number for the first screen. */
export function utilizationOfBusiest(): Vector<never, 'ratio'> {
  return maxBy(share(now(dcgm.utilization)));
}

export function gpuTemperature(): Panel {
  return timeseries({
    title: 'Temperature',
    whenEmpty: NO_GPU,
    help: 'Healthy cards run hot under load; it is bad when the card slows itself down, which is drawn on the GPU page.',
    of: largestFew(
      maxBy(measured(now(dcgm.temperature)), ...DCGM_CARD),
      ($) => `GPU ${$.gpu} ${$.UUID}`,
    ),
    shownAs: 'celsius',
  });
}

/** A share that is no more than all of the time; what is more is a field without a value. */
function share(
  percentage: Vector<'gpu' | 'UUID' | 'modelName', 'percent'>,
): Vector<(typeof DCGM_CARD)[number], 'ratio'> {
  return ofHundred(
    maxBy(holding(atMost(percentage, { value: 100, unit: 'percent' })), ...DCGM_CARD),
  );
}

function measured<L extends string, U extends VectorUnit>(vector: Vector<L, U>): Vector<L, U> {
  return holding(below(vector, { value: DCGM_NO_VALUE, unit: vector.unit }));
}

function load(): Row {
  const memory = (field: typeof dcgm.memoryUsed) =>
    maxBy(measured(now(field, CHOSEN)), ...DCGM_CARD);
  return {
    title: 'Load',
    panels: [
      timeseries({
        title: 'Utilisation',
        whenEmpty: NO_GPU,
        help: 'Share of time in which each GPU computed something.',
        of: largestFew(
          share(now(dcgm.utilization, CHOSEN)),
          ($) => `GPU ${$.gpu} (${$.modelName}) ${$.UUID}`,
        ),
      }),
      timeseries({
        title: 'Memory in use',
        whenEmpty: NO_GPU,
        help: 'Share of the memory of each GPU that is in use; a render that finds none left fails.',
        of: largestFew(
          ratio(memory(dcgm.memoryUsed), sumOf(memory(dcgm.memoryUsed), memory(dcgm.memoryFree))),
          ($) => `GPU ${$.gpu} ${$.UUID}`,
        ),
      }),
      timeseries({
        title: 'Memory used',
        whenEmpty: NO_GPU,
        help: 'Memory of each GPU that is in use.',
        of: largestFew(memory(dcgm.memoryUsed), ($) => `GPU ${$.gpu} ${$.UUID}`),
        shownAs: 'mebibytes',
      }),
    ],
  };
}

function heat(): Row {
  return {
    title: 'Heat and power',
    panels: [
      timeseries({
        title: 'Temperature',
        whenEmpty: NO_GPU,
        help: 'Healthy cards run hot under load; whether heat slows one down is drawn below.',
        of: largestFew(
          maxBy(measured(now(dcgm.temperature, CHOSEN)), ...DCGM_CARD),
          ($) => `GPU ${$.gpu} ${$.UUID}`,
        ),
        shownAs: 'celsius',
      }),
      timeseries({
        title: 'Power',
        whenEmpty: NO_GPU,
        help: 'Power that each GPU draws; flat at its limit, it is what holds the clocks back.',
        of: largestFew(
          maxBy(measured(now(dcgm.power, CHOSEN)), ...DCGM_CARD),
          ($) => `GPU ${$.gpu} ${$.UUID}`,
        ),
        shownAs: 'watts',
      }),
      timeseries({
        title: 'Decoder',
        whenEmpty: NO_GPU,
        help: 'Share of time in which the video decoder of each GPU was busy.',
        of: largestFew(
          share(now(dcgm.decoderUtilization, CHOSEN)),
          ($) => `GPU ${$.gpu} ${$.UUID}`,
        ),
      }),
    ],
  };
}

function engines(world: World): Row {
  return {
    title: 'What limits renders',
    panels: [
      timeseries({
        title: 'Encoder',
        whenEmpty: NO_GPU,
        help: 'Share of time in which the video encoder was busy: above the line renders wait for it.',
        ...following(
          watch(world, 'ratio', { GpuEncoderSaturated: 'GPU {{gpu}} ({{modelName}}) {{UUID}}' }),
          gpuVariable,
        ),
      }),
      timeline({
        title: 'Slowed down by heat',
        whenEmpty: NO_GPU,
        help: 'Whether the hardware halved its clocks because it is too hot: its fan, air or power is at fault. Needs a field that the exporter leaves out by default.',
        ...following(
          watch(world, 'count', { GpuThermalSlowdown: 'GPU {{gpu}} {{UUID}}' }),
          gpuVariable,
        ),
        states: FAULT,
      }),
    ],
  };
}

function faults(world: World): Row {
  return {
    title: 'Faults',
    panels: [
      timeseries({
        title: 'Last Xid',
        whenEmpty: NO_GPU,
        help: 'Code of the last error of the driver; it stays until the next one, so only a change is news.',
        ...following(
          watch(world, 'count', {
            GpuXidCritical: 'GPU {{gpu}} {{UUID}}',
            GpuXidWarning: 'GPU {{gpu}} {{UUID}}',
          }),
          gpuVariable,
        ),
      }),
      timeseries({
        title: 'Uncorrectable memory errors',
        whenEmpty: NO_GPU,
        help: 'Within an hour: a render that met one is spoiled. Needs a field that the exporter leaves out by default.',
        ...following(
          watch(world, 'count', { GpuEccUncorrectable: 'GPU {{gpu}} {{UUID}}' }),
          gpuVariable,
        ),
      }),
      timeline({
        title: 'Out of spare memory rows',
        whenEmpty: NO_GPU,
        help: 'Whether a GPU could not replace a broken row: plan its replacement.',
        ...following(
          watch(world, 'count', { GpuRowRemapFailure: 'GPU {{gpu}} {{UUID}}' }),
          gpuVariable,
        ),
        states: FAULT,
      }),
    ],
  };
}

function presence(world: World): Row {
  const there = maxBy(measured(now(dcgm.temperature, CHOSEN)), 'UUID', 'gpu');
  return {
    title: 'Presence',
    panels: [
      timeline({
        title: 'Cards',
        whenEmpty: NO_GPU,
        help: 'A stretch for each card while its temperature is known. One that ends while others go on is a card that has gone.',
        of: series(ratio(there, there), ($) => `GPU ${$.gpu} ${$.UUID}`),
        alerts: ['GpuMissing', 'GpuNotCollected'].map((name) => world.alert(name).name),
        states: UP.filter(({ value }) => value === 1).map((state) => ({ ...state, text: 'there' })),
      }),
    ],
  };
}
