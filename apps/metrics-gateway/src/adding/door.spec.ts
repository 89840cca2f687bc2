import { counter, histogram, upTo } from '@aura/metrics';
import { Door, type Admitted } from './door.js';
import type { AddedFamily } from './push.js';

const CATALOGUE = [
  counter({
    name: 'cuts_total',
    unit: 'count',
    help: 'Cuts.',
    labels: { stage: ['mux', 'probe'], user: upTo(3, 'two and other') },
  }),
  histogram({
    name: 'cut_seconds',
    unit: 'seconds',
    help: 'Time of a cut.',
    labels: {},
    buckets: [1, 7],
  }),
];

type Labels = Readonly<Record<string, string>>;

function cuts(...series: readonly Labels[]): AddedFamily {
  return {
    name: 'cuts_total',
    type: 'counter',
    help: undefined,
    mode: 'sum',
    bounds: [],
    series: series.map((labels) => ({ labels: Object.entries(labels), values: [13] })),
  };
}

function usersOf(admitted: Admitted): readonly (string | undefined)[] | string {
  if (!admitted.ok) return admitted.reason;
  const all = admitted.families.flatMap(({ series }) => series);
  return all.map(({ labels }) => labels.find(([label]) => label === 'user')?.[1]);
}

function by(user: string): Labels {
  return { stage: 'mux', user };
}

describe('Door', () => {
  it('folds the values of an open label past its ceiling, within a push and over many', () => {
    const door = new Door(CATALOGUE, 'accept');
    const first = door.admit([cuts(by('ann'))]);
    if (first.ok) first.commit();
    const second = door.admit([cuts(by('bob'), by('cid'), by('ann'), by('other'))]);
    if (second.ok) second.commit();
    expect([
      usersOf(second),
      second.ok ? second.folded : [],
      usersOf(door.admit([cuts(by('cid'), by('bob'))])),
    ]).toEqual([['bob', 'other', 'ann', 'other'], [1], ['other', 'bob']]);
  });

  it('forgets the values of a push that was not applied', () => {
    const door = new Door(CATALOGUE, 'accept');
    door.admit([cuts(by('ann'), by('bob'))]);
    expect(usersOf(door.admit([cuts(by('cid'), by('dan'))]))).toEqual(['cid', 'dan']);
  });

  it('refuses what contradicts a definition, and names the nearest right name', () => {
    const door = new Door(CATALOGUE, 'accept');
    const seconds = { ...cuts(), name: 'cut_seconds' };
    const families: readonly AddedFamily[] = [
      cuts({ stage: 'mx', user: 'ann' }),
      cuts({ stagr: 'mux', user: 'ann' }),
      cuts({ stage: 'mux' }),
      { ...cuts(), type: 'gauge' },
      seconds,
      { ...seconds, type: 'histogram', bounds: [1, 8] },
      cuts({ ...by('ann'), job: 'render', instance: 'a' }),
    ];
    expect(families.map((family) => usersOf(door.admit([family])))).toEqual([
      'family cuts_total, series 1: the label stage cannot be "mx"; the nearest is "mux"',
      'family cuts_total, series 1: there is no label stagr; the nearest is stage',
      'family cuts_total, series 1: the label user is missing or empty',
      'family cuts_total is a gauge here, and a counter in the catalogue',
      'family cut_seconds is a counter here, and a histogram in the catalogue',
      'family cut_seconds has the buckets [1, 8] here and must have [1, 7]; counts of other bounds cannot be added',
      ['ann'],
    ]);
  });

  it('takes or refuses families that the catalogue does not know', () => {
    const strange = { ...cuts(by('ann')), name: 'cutz_total' };
    expect([
      usersOf(new Door(CATALOGUE, 'accept').admit([strange])),
      usersOf(new Door(CATALOGUE, 'refuse').admit([strange])),
    ]).toEqual([
      ['ann'],
      'family cutz_total is not in the catalogue, and unknown families are refused here; the nearest is cuts_total',
    ]);
  });
});
