import { counter, histogram, upTo } from '@aura/metrics';
import type { Label } from '../exposition/family.js';
import { parseExposition } from '../exposition/parse.js';
import { attached, groupingOf } from '../groups/group.js';
import { Door, type Admitted } from './door.js';
import type { AddedFamily } from '../adding/push.js';

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

function opening(labels: Labels): { name: string; labels: readonly (readonly Label[])[] } {
  return { name: 'cuts_total', labels: [Object.entries(labels)] };
}

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
    door.opened(opening(by('ann')));
    const second = door.admit([cuts(by('bob'), by('cid'), by('ann'), by('other'))]);
    door.opened(opening(by('bob')));
    expect([
      usersOf(second),
      second.ok ? [...second.folded] : [],
      usersOf(door.admit([cuts(by('cid'), by('bob'))])),
    ]).toEqual([['bob', 'other', 'ann', 'other'], [['cuts_total', 1]], ['other', 'bob']]);
  });

  it('has room for a value again when the last series with another is gone', () => {
    const door = new Door(CATALOGUE, 'accept');
    for (const user of ['ann', 'bob', 'bob']) door.opened(opening(by(user)));
    door.closed(opening(by('bob')));
    const before = usersOf(door.admit([cuts(by('cid'))]));
    door.closed(opening(by('bob')));
    expect([before, usersOf(door.admit([cuts(by('cid'))]))]).toEqual([['other'], ['cid']]);
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

/** What the door says of a text that is pushed to the group `{host="h1",job="cut"}`. */
function said(text: string, unknown: 'accept' | 'refuse' = 'accept'): string | undefined {
  const read = groupingOf('/metrics/job/cut/host/h1');
  if (!read.ok) throw new Error(read.reason);
  const parsed = parseExposition(text, (labels) => attached(labels, read.grouping));
  if (!parsed.ok) throw new Error(parsed.fault.found);
  const sorted = new Door(CATALOGUE, unknown).sort(parsed.families, read.grouping.labels);
  return sorted.ok ? undefined : sorted.reason;
}

function seconds(...bounds: readonly string[]): string {
  const buckets = bounds.map((le) => `cut_seconds_bucket{le="${le}"} 0\n`).join('');
  const rest = 'cut_seconds_bucket{le="+Inf"} 13\ncut_seconds_sum 11\ncut_seconds_count 13\n';
  return `# TYPE cut_seconds histogram\n${buckets}${rest}`;
}

const CUTS = '# TYPE cuts_total counter\n';
const STRANGE = 'cutz_total 1\n';

describe('Door, for groups', () => {
  it('lets in what is as the catalogue has it, with the labels of its group', () => {
    const texts = [
      `${CUTS}cuts_total{stage="mux",user="ann"} 11\n`,
      `${CUTS}cuts_total{stage="mux",user="ann",instance="i",empty=""} 11\n`,
      seconds('1', '7'),
      seconds('1.0', '7e0'),
      STRANGE,
    ];
    expect(texts.map((text) => said(text))).toEqual(texts.map(() => undefined));
    expect(said('push_time_seconds 11\n', 'refuse')).toBeUndefined();
  });

  it('refuses what contradicts a definition with the sentences that increments get', () => {
    const texts = [
      'cuts_total{stage="mux",user="ann"} 11\n',
      '# TYPE cuts_total gauge\ncuts_total{stage="mux",user="ann"} 11\n',
      `${CUTS}cuts_total{stage="mux",user="ann"} 11\ncuts_total{stage="mx",user="ann"} 12\n`,
      `${CUTS}cuts_total{stage="mux",usr="ann"} 11\n`,
      `${CUTS}cuts_total{stage="mux"} 11\n`,
      seconds('1', '8'),
      seconds('1'),
      seconds('1', '7')
        .replaceAll('{', '{theme="dark",')
        .replaceAll(/(_sum|_count) /g, '$1{theme="dark"} '),
    ];
    expect([...texts.map((text) => said(text)), said(STRANGE, 'refuse')]).toEqual([
      'family cuts_total is untyped here, and a counter in the catalogue; put the line "# TYPE cuts_total counter" before its samples',
      'family cuts_total is a gauge here, and a counter in the catalogue',
      'family cuts_total, series 2: the label stage cannot be "mx"; the nearest is "mux"',
      'family cuts_total, series 1: there is no label usr; the nearest is user',
      'family cuts_total, series 1: the label user is missing or empty',
      'family cut_seconds has the buckets [1, 8] here and must have [1, 7]; counts of other bounds cannot be added',
      'family cut_seconds has the buckets [1] here and must have [1, 7]; counts of other bounds cannot be added',
      'family cut_seconds, series 1: there is no label theme; it has none',
      'family cutz_total is not in the catalogue, and unknown families are refused here; the nearest is cuts_total',
    ]);
  });
});
