import fc from 'fast-check';
import { STAGES } from '@aura/metrics';
import { seededRandom } from '../load/random.js';
import { InjectedError } from '../pipeline/errors.js';
import { CALM, Chaos, drillSchema } from './chaos.js';

describe('a drill', () => {
  it('changes nothing until there is one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...STAGES), (seed, stage) => {
        const chaos = new Chaos(seededRandom(seed));
        chaos.strike(stage);
        expect(chaos.failsRequest()).toBe(false);
      }),
    );
  });

  it('strikes the stage it names, always when no share is given, and no other', () => {
    const chaos = new Chaos(seededRandom(1));
    chaos.change({ failStage: 'optimise' });
    expect(() => {
      chaos.strike('optimise');
    }).toThrow(InjectedError);
    for (const stage of ['prepare', 'render', 'upload'] as const) chaos.strike(stage);
  });

  it('fails about the share of requests that it says', () => {
    const chaos = new Chaos(seededRandom(1));
    chaos.change({ httpErrorRatio: 0.3 });
    const failed = Array.from({ length: 10_000 }, () => chaos.failsRequest()).filter(
      Boolean,
    ).length;
    expect(failed / 10_000).toBeCloseTo(0.3, 1);
  });

  it('keeps what a change leaves out, and ends as a whole', () => {
    const chaos = new Chaos(seededRandom(1));
    chaos.change({ slowSeconds: 3 });
    chaos.change({ failStage: 'render', failRatio: 0.5 });
    expect(chaos.drill).toEqual({ ...CALM, slowSeconds: 3, failStage: 'render', failRatio: 0.5 });
    chaos.calm();
    expect(chaos.drill).toEqual(CALM);
  });

  it.each([
    { slowSeconds: 31 },
    { httpErrorRatio: 1.1 },
    { failStage: 'encode' },
    { workers: 'tired' },
    { slow: 1 },
  ])('is refused when it is %j', (body) => {
    expect(drillSchema.safeParse(body).success).toBe(false);
  });
});
