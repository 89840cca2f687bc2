import { alerts } from '@aura/alerts';
import { DEFAULTS } from '@aura/thresholds';
import { DRILLS } from './index.js';

const NAMES = alerts(DEFAULTS).map(({ name }) => name);

describe('the drills', () => {
  it('say of every alert how it is tried out, or why not, and of nothing else', () => {
    expect(Object.keys(DRILLS).sort()).toEqual([...NAMES].sort());
  });

  it('try most alerts out, and for at least a dozen the thing itself happens', () => {
    const tried = Object.values(DRILLS).flatMap((drill) => ('cause' in drill ? [drill.cause] : []));

    expect(tried.length).toBeGreaterThan(NAMES.length / 2);
    expect(tried.filter(({ how }) => how === 'real').length).toBeGreaterThanOrEqual(12);
  });
});
