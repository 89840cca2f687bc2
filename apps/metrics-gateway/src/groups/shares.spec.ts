import { Shares } from './shares.js';

const LIMITS = { seriesPerGroup: 13, seriesPerFamily: 17 };

function change(group: string, come: Readonly<Record<string, number>>, gone = {}) {
  return {
    group,
    come: new Map(Object.entries(come)),
    gone: new Map(Object.entries<number>(gone)),
  };
}

describe('Shares', () => {
  it('says who holds how much of what where a group or a family would hold too much', () => {
    const shares = new Shares(LIMITS);
    shares.move('{job="a"}', 'x', 11);
    shares.move('{job="b"}', 'x', 5);
    expect([
      shares.excess(change('{job="a"}', { y: 2 })),
      shares.excess(change('{job="a"}', { y: 3 })),
      shares.excess(change('{job="b"}', { x: 7 }, { x: 5 })),
      shares.excess(change('{job="b"}', { x: 6 }, { x: 5 })),
    ]).toEqual([
      undefined,
      'the group {job="a"} holds 11 series and this would open 3 more; the limit is 13 (gateway.seriesPerGroup)',
      'the family x holds 16 series and this would open 2 more; the limit is 17 (gateway.seriesPerFamily)',
      undefined,
    ]);
  });

  it('lets shrink what holds more than it may since the limit fell, and has room for what went', () => {
    const shares = new Shares(LIMITS);
    shares.move('{job="a"}', 'x', 19);
    const shrunk = shares.excess(change('{job="a"}', { x: 18 }, { x: 19 }));
    shares.move('{job="a"}', 'x', -19);
    expect([shrunk, shares.excess(change('{job="a"}', { x: 13 }))]).toEqual([undefined, undefined]);
  });
});
