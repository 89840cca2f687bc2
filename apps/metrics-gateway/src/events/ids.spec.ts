import { Ids } from './ids.js';

describe('the ids of events', () => {
  it('are new once, also within one body', () => {
    const ids = new Ids(13);
    const first = ids.plan(['a', 'b', 'a']);
    const before = ids.has('a');
    first.commit();
    expect([first.fresh, before, ids.plan(['b', 'c']).fresh]).toEqual([
      [true, true, false],
      false,
      [false, true],
    ]);
  });

  it('are forgotten oldest first beyond the limit', () => {
    const ids = new Ids(2);
    ids.remember(['a', 'b', 'c']);
    expect(ids.saved()).toEqual(['b', 'c']);
  });
});
