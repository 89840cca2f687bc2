import { DCGM_CARD, EXTERNAL } from '@aura/metrics';
import { below, given, minBy, minOverTime, now, unless } from '@aura/metrics/promql';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type Scene, type StorySeries } from '../story.js';
import { BLANK, CARD, NO_VALUE, OTHER_CARD, SECOND_EXPORTER } from './gpu-cards.js';

const { dcgm, prometheus } = EXTERNAL;

/** A GPU counts as there while its temperature is known; one that is lost has none, or an impossible one. */
const ANY_NOW = below(minBy(now(dcgm.temperature)), NO_VALUE);

/** GPUs are missed for a day: long enough to be found in the morning, short enough to forget one that was sold. */
const REMEMBERED = '1d';

type Celsius = (dial: number) => number | undefined;
/** The dial of both stories: 1 while the card is there, 0 when it is gone. */
const thereIf: Celsius = (dial) => (dial === 1 ? 41 : undefined);

/** Pages: work that was given to that card has failed, and it does not come back by itself. */
export function gpuMissing(): Alert {
  const remembered = minBy(minOverTime(dcgm.temperature, REMEMBERED), ...DCGM_CARD);
  return alert({
    name: 'GpuMissing',
    severity: 'page',
    component: 'gpu',
    when: given(
      // By UUID alone: the index of a card may change with a reboot.
      unless(below(remembered, NO_VALUE), below(minBy(now(dcgm.temperature), 'UUID'), NO_VALUE), [
        'UUID',
      ]),
      ANY_NOW,
    ),
    for: '10m',
    summary: ({ labels }) => `GPU ${labels.gpu} (${labels.modelName}) is gone.`,
    description: ({ labels }) =>
      `${labels.UUID} was seen within the last day and is not any more, while other GPUs are. It has fallen off ` +
      'the bus, or its host is away. Renders that ran on it have failed.',
    story: {
      world: cards(thereIf),
      calm: 1,
      alarming: 0,
      labels: CARD,
      whenAbsent: 'silent',
      step: '5m',
      scenes: {
        ...memory((there) => cards(there)),
        ...others(),
      },
    },
  });
}

/** A ticket: renders may go on, but nobody would see what happens to the GPUs. A host without any stays silent. */
export function gpuNotCollected(): Alert {
  return alert({
    name: 'GpuNotCollected',
    severity: 'ticket',
    component: 'gpu',
    when: unless(below(minBy(minOverTime(dcgm.temperature, REMEMBERED)), NO_VALUE), ANY_NOW, []),
    for: '10m',
    summary: () => 'No GPU is reported any more.',
    description: () =>
      'There were GPUs within the last day. Their exporter or its driver has stopped, or the only GPU is gone: ' +
      'until it is back, no other alert about a GPU can fire.',
    story: {
      world: only(thereIf),
      calm: 1,
      alarming: 0,
      labels: {},
      whenAbsent: 'fires',
      step: '5m',
      quietWhen: {
        'there never was a GPU': [
          gaugeSeries(prometheus.up, { job: 'node', instance: 'render-11:9100' }, () => 1),
        ],
      },
      scenes: {
        ...memory((there) => only(there)),
        'another card is still there': scene(cards(thereIf), 0),
      },
    },
  });
}

/** What happens to other series decides whether the card is missed. */
function others(): Readonly<Record<string, Scene>> {
  const backAs = { ...CARD, gpu: '2' };
  const beside = (celsius: number): readonly StorySeries[] => cards(thereIf, () => celsius);
  return {
    'a card that comes back under another index is there': scene(
      [
        ...cards(thereIf),
        gaugeSeries(dcgm.temperature, backAs, (dial) => (dial === 1 ? undefined : 41)),
      ],
      0,
    ),
    'an impossible temperature of the others is none': scene(beside(NO_VALUE.value), 0),
    'a possible temperature of the others is one': scene(beside(NO_VALUE.value - 1), 1),
  };
}

/** The card and another one that stays, each also seen by an exporter that has no value for them. */
function cards(there: Celsius, other: Celsius = () => 39): readonly StorySeries[] {
  return [
    ...only(there),
    gaugeSeries(dcgm.temperature, OTHER_CARD, other),
    gaugeSeries(dcgm.temperature, { ...OTHER_CARD, ...SECOND_EXPORTER }, () => BLANK),
  ];
}

function only(there: Celsius): readonly StorySeries[] {
  return [
    gaugeSeries(dcgm.temperature, CARD, there),
    gaugeSeries(dcgm.temperature, { ...CARD, ...SECOND_EXPORTER }, () => BLANK),
  ];
}

/** What counts as a value and for how long it is remembered, of a world that depends on one card. */
function memory(
  world: (there: Celsius) => readonly StorySeries[],
): Readonly<Record<string, Scene>> {
  const then = (before: number | undefined, after: number | undefined): readonly StorySeries[] =>
    world((dial) => (dial === 1 ? before : after));
  const [impossible, possible] = [NO_VALUE.value, NO_VALUE.value - 1];
  return {
    'a card is missed for most of a day': scene(world(thereIf), 1, '23h'),
    'a card is forgotten after a day': scene(world(thereIf), 0, '25h'),
    'a card that has no value any more is gone': scene(then(41, BLANK), 1),
    'a card that never had a value is not missed': scene(then(BLANK, undefined), 0),
    'a card whose temperature became impossible is gone': scene(then(41, impossible), 1),
    'a card whose temperature is possible is there': scene(then(41, possible), 0),
    'a card whose temperature was impossible is not missed': scene(then(impossible, undefined), 0),
    'a card whose temperature was possible is missed': scene(then(possible, undefined), 1),
  };
}

function scene(
  world: readonly StorySeries[],
  firing: number,
  gone: '30m' | '23h' | '25h' = '30m',
): Scene {
  return {
    world,
    stretches: [
      { value: 1, lasts: '30m' },
      { value: 0, lasts: gone },
    ],
    firing,
  };
}
