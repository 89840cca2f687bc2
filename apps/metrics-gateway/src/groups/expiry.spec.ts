import fc from 'fast-check';
import { expireAfterOf, Expiry } from './expiry.js';
import { groupingOf, type Grouping } from './group.js';

function grouping(job: string): Grouping {
  const read = groupingOf(`/metrics/job/${job}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

const [A, B, C] = [grouping('a'), grouping('b'), grouping('c')];

const jobsOf = (groups: readonly Grouping[]) => groups.map(({ labels }) => labels[0]?.[1]);

describe('a group', () => {
  it('expires as its last push says, or as the gateway says, and never at 0', () => {
    const expiry = new Expiry(100);
    expiry.renew(A, { atSeconds: 1_000 });
    expiry.renew(B, { atSeconds: 1_000, expireAfterSeconds: 17 });
    expiry.renew(C, { atSeconds: 1_000, expireAfterSeconds: 0 });
    const times = [1_016, 1_017, 1_099, 1_100, 1e12];
    expect(times.map((now) => jobsOf(expiry.due(now)))).toEqual([
      [],
      ['b'],
      ['b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('is given its time anew by each push, and is not due once it is forgotten', () => {
    const expiry = new Expiry(undefined);
    expiry.renew(A, { atSeconds: 10, expireAfterSeconds: 5 });
    expiry.renew(A, { atSeconds: 14, expireAfterSeconds: 5 });
    expiry.renew(B, { atSeconds: 10, expireAfterSeconds: 5 });
    expiry.renew(B, { atSeconds: 11 });
    expiry.renew(C, { atSeconds: 10, expireAfterSeconds: 5 });
    expiry.forget(C);
    expect([jobsOf(expiry.due(18)), jobsOf(expiry.due(19))]).toEqual([[], ['a']]);
  });
});

describe('what a push says of its expiry', () => {
  it.each([
    ['0', 0],
    ['3600', 3_600],
    ['315360000', 315_360_000],
    ['315360001', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1h', undefined],
    ['', undefined],
  ])('is read from %j', (header, seconds) => {
    expect(expireAfterOf(header)).toBe(seconds);
  });

  it('is within ten years whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const seconds = expireAfterOf(header) ?? 0;
        expect(seconds >= 0 && seconds <= 315_360_000).toBe(true);
      }),
    );
  });
});
