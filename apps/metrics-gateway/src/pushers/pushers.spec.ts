import { groupingOf, type Grouping } from '../groups/group.js';
import { groupsSeen, inOrder, producersSeen } from './pushers.js';

const NOW = 1_000;

function producer(name: string, seenAt: number) {
  const answer = { producer: name, sequence: 17, missing: 0, families: [] };
  return { name, newest: 17, missing: [11, 12], seenAt, answer };
}

function grouping(job: string): Grouping {
  const read = groupingOf(`/metrics/job/${job}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

function group(job: string, stamp: { readonly pushedAt: number; readonly failedAt: number }) {
  const held = { type: 'gauge', help: undefined, series: 13 } as const;
  return { grouping: grouping(job), families: new Map([['x', held]]), stamp };
}

describe('who pushes', () => {
  it('is told with the age of the last push, the newest or the most silent first', () => {
    const budgets = { openedBy: (name: string) => (name === 'b' ? 19 : 0) };
    const seen = producersSeen([producer('a', 911), producer('b', 987)], budgets, NOW);
    const b = { name: 'b', lastPushAgeSeconds: 13, sequence: 17, missing: 2, series: 19 };
    const a = { name: 'a', lastPushAgeSeconds: 89, sequence: 17, missing: 2, series: 0 };
    expect([inOrder(seen, 'newest'), inOrder(seen, 'silent')]).toEqual([
      [b, a],
      [a, b],
    ]);
  });

  it('counts a group that was only ever pushed to in vain as the most silent', () => {
    const groups = [
      group('a', { pushedAt: 0, failedAt: 989 }),
      group('b', { pushedAt: 911, failedAt: 0 }),
    ];
    expect(inOrder(groupsSeen(groups, NOW), 'silent')).toEqual([
      {
        ...{ group: '{job="a"}', lastPushAgeSeconds: undefined, lastFailureAgeSeconds: 11 },
        ...{ families: 1, series: 13 },
      },
      {
        ...{ group: '{job="b"}', lastPushAgeSeconds: 89, lastFailureAgeSeconds: undefined },
        ...{ families: 1, series: 13 },
      },
    ]);
  });
});
