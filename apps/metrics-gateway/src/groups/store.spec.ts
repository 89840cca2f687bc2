import type { Family } from '../exposition/family.js';
import { parseExposition } from '../exposition/parse.js';
import { attached, groupingOf, type Grouping } from './group.js';
import { piecesOf, type Shown } from '../scrape/page.js';
import { PushStore, type Applied } from './store.js';

const ROOM = { groups: 3, series: 13, bytes: 1_000 };
const NOW = 11.5;

function grouping(job: string): Grouping {
  const read = groupingOf(`/metrics/job/${job}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

function familiesOf(text: string, group: Grouping): readonly Family[] {
  const parsed = parseExposition(text, (labels) => attached(labels, group));
  if (!parsed.ok) throw new Error(parsed.fault.found);
  return parsed.families;
}

/** Applies texts to groups, one after the other, as `PUT job text` or `POST job text`. */
function world(...pushes: readonly (readonly ['PUT' | 'POST', string, string])[]) {
  const store = new PushStore(ROOM);
  const push = (method: 'PUT' | 'POST', job: string, text: string): Applied => {
    const group = grouping(job);
    const replaces = method === 'PUT' ? 'group' : 'families';
    const own = (name: string) =>
      name === 'ours' ? ({ type: 'gauge', owner: 'us' } as const) : undefined;
    return store.apply({ grouping: group, families: familiesOf(text, group), replaces }, own, NOW);
  };
  const outcomes = pushes.map((one) => push(...one));
  return { store, push, outcomes };
}

/** What a scrape shows. */
function textOf(store: PushStore, own: readonly Shown[] = []): string {
  return [...piecesOf(store.page(own))].join('');
}

/** What a scrape shows, without comments and time stamps. */
function samples(store: PushStore): readonly string[] {
  return textOf(store)
    .split('\n')
    .filter((line) => line !== '' && !/^#|^push_/.test(line));
}

describe('a push', () => {
  it('is served with its group, the families of all groups under one header each', () => {
    const { store } = world(
      ['PUT', 'b', '# TYPE x gauge\nx 11\n'],
      ['PUT', 'a', '# HELP x Help.\n# TYPE x gauge\nx{z="1"} 12\n'],
    );
    store.refuse(grouping('b'), 13);
    expect(textOf(store)).toBe(
      [
        '# HELP push_failure_time_seconds Last Unix time when changing this group in the Pushgateway failed.',
        '# TYPE push_failure_time_seconds gauge',
        'push_failure_time_seconds{instance="",job="a"} 0',
        'push_failure_time_seconds{instance="",job="b"} 13',
        '# HELP push_time_seconds Last Unix time when changing this group in the Pushgateway succeeded.',
        '# TYPE push_time_seconds gauge',
        'push_time_seconds{instance="",job="a"} 11.5',
        'push_time_seconds{instance="",job="b"} 11.5',
        '# HELP x Help.',
        '# TYPE x gauge',
        'x{instance="",job="a",z="1"} 12',
        'x{instance="",job="b"} 11',
        '',
      ].join('\n'),
    );
  });

  it('with PUT replaces its group and no other', () => {
    const { store } = world(
      ['PUT', 'a', 'x 1\ny 2\n'],
      ['PUT', 'b', 'x 3\n'],
      ['PUT', 'a', 'z 4\n'],
    );
    expect([samples(store), store.series]).toEqual([
      ['x{instance="",job="b"} 3', 'z{instance="",job="a"} 4'],
      2,
    ]);
  });

  it('with POST replaces the families it names', () => {
    const { store } = world(['PUT', 'a', 'x{l="1"} 1\ny 2\n'], ['POST', 'a', 'x{l="2"} 3\n']);
    expect([samples(store), store.series]).toEqual([
      ['x{instance="",job="a",l="2"} 3', 'y{instance="",job="a"} 2'],
      2,
    ]);
  });

  it('stands under the gateway’s own family of the name', () => {
    const { store } = world(['PUT', 'a', '# TYPE ours gauge\nours 11\n']);
    const own = { name: 'ours', type: 'gauge', help: 'Ours.' } as const;
    const text = textOf(store, [{ ...own, texts: ['ours 12\n'] }]);
    expect(text.slice(0, text.indexOf('# HELP push'))).toBe(
      '# HELP ours Ours.\n# TYPE ours gauge\nours 12\nours{instance="",job="a"} 11\n',
    );
  });

  it('is not on a page that was taken before it, however late that is written', () => {
    const { store, push } = world(['PUT', 'a', 'x 11\ny 12\n'], ['PUT', 'b', 'x 13\n']);
    const before = textOf(store);
    const page = store.page([]);
    push('PUT', 'a', 'y 14\nz 15\n');
    store.remove(grouping('b'));
    expect([...piecesOf(page)].join('')).toBe(before);
  });

  it('cannot forge the time of a push', () => {
    const { store } = world(['PUT', 'a', 'push_time_seconds 99\n']);
    expect(textOf(store)).toContain('push_time_seconds{instance="",job="a"} 11.5\n');
  });

  it('of nothing leaves the group with its times', () => {
    const { store } = world(['PUT', 'a', 'x 1\n'], ['PUT', 'a', '']);
    expect([samples(store), store.groups, store.series]).toEqual([[], 1, 0]);
  });
});

describe('a push that does not fit', () => {
  it.each([
    [
      '# TYPE x counter\nx 1\n',
      'x is a counter here and a gauge in the group {job="a"}; give one of the two another name',
    ],
    ['ours 1\n', 'ours is untyped here and a gauge in us; give one of the two another name'],
    [
      'h_count 1\n',
      'h_count is also what a summary in the group {job="a"} writes; give one of the two another name',
    ],
    [
      '# TYPE y histogram\ny_bucket{le="+Inf"} 0\ny_sum 0\ny_count 0\n',
      'the histogram y writes y_sum, which is untyped on its own in the group {job="a"}; give one of the two another name',
    ],
  ])('%j is refused and changes nothing', (text, reason) => {
    const there = '# TYPE x gauge\nx 1\n# TYPE h summary\nh_sum 1\nh_count 1\ny_sum 3\n';
    const { store, push } = world(['PUT', 'a', there]);
    const before = textOf(store);
    expect([push('PUT', 'b', text), textOf(store)]).toEqual([
      { outcome: 'unfit', because: 'conflict', reason },
      before,
    ]);
  });

  it('may take the place of what it contradicts', () => {
    const { outcomes, store } = world(
      ['PUT', 'a', '# TYPE x gauge\nx 1\n'],
      ['POST', 'a', '# TYPE x counter\nx 2\n'],
    );
    expect([outcomes.at(-1), samples(store)]).toEqual([
      { outcome: 'accepted' },
      ['x{instance="",job="a"} 2'],
    ]);
  });

  it('may not contradict what a POST leaves in its own group', () => {
    const { outcomes } = world(
      ['PUT', 'a', '# TYPE h summary\nh_sum 1\nh_count 1\n'],
      ['POST', 'a', 'h_sum 2\n'],
    );
    expect(outcomes.at(-1)?.outcome).toBe('unfit');
  });
});

describe('the store', () => {
  const series = (count: number) =>
    Array.from({ length: count }, (_, i) => `x{i="${String(i)}"} 1\n`).join('');

  it('holds so many series and no more, and takes a replacement of what it has', () => {
    const { outcomes, store } = world(
      ['PUT', 'a', series(13)],
      ['PUT', 'b', series(1)],
      ['PUT', 'a', series(12)],
      ['PUT', 'b', series(1)],
    );
    expect(outcomes).toEqual([
      { outcome: 'accepted' },
      {
        outcome: 'full',
        because: 'full',
        reason: 'it would bring the series held from 13 to 14, and the limit is 13',
      },
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
    expect(store.series).toBe(13);
  });

  it('holds so much text and no more, however few its series are', () => {
    const long = (characters: number) => `x{l="${'y'.repeat(characters)}"} 1\n`;
    const { outcomes } = world(
      ['PUT', 'a', long(900)],
      ['PUT', 'b', long(100)],
      ['PUT', 'a', long(800)],
      ['PUT', 'b', long(100)],
    );
    expect(outcomes).toEqual([
      { outcome: 'accepted' },
      {
        outcome: 'full',
        because: 'full',
        reason: 'it would bring the text held from 930 to 1060 bytes, and the limit is 1000',
      },
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
  });

  it('remembers the latest groups that were pushed to in vain, and they keep nobody out', () => {
    const { store, push } = world(['PUT', 'a', 'x 1\n']);
    for (let n = 0; n < 1_013; n += 1) store.refuse(grouping(`n${n}`), NOW);
    store.refuse(grouping('a'), NOW);
    const keys = new Set(store.saved().map((saved) => saved.grouping.key));
    const later = ['n1012', 'c', 'd', 'n1011'].map((job) => push('PUT', job, 'x 3\n').outcome);
    expect([keys.size, keys.has('{job="n12"}'), keys.has('{job="n13"}'), later]).toEqual([
      1_001,
      false,
      true,
      ['accepted', 'accepted', 'full', 'full'],
    ]);
  });

  it('holds so many groups and no more, and has room again after a removal', () => {
    const { store, push } = world(
      ['PUT', 'a', 'x 1\n'],
      ['PUT', 'b', 'x 1\n'],
      ['PUT', 'c', 'x 1\n'],
    );
    const full = push('PUT', 'd', 'x 1\n');
    store.refuse(grouping('d'), NOW);
    const groups = store.groups;
    store.remove(grouping('b'));
    store.remove(grouping('nobody'));
    expect([full, groups, push('PUT', 'd', 'x 2\n'), samples(store)]).toEqual([
      { outcome: 'full', because: 'full', reason: '3 groups are held, which is the limit' },
      4,
      { outcome: 'accepted' },
      ['x{instance="",job="a"} 1', 'x{instance="",job="c"} 1', 'x{instance="",job="d"} 2'],
    ]);
  });
});
