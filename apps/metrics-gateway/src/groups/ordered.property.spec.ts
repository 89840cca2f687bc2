import fc from 'fast-check';
import { Ordered } from './ordered.js';

const KEY = fc.constantFrom('a', 'b', 'c', 'ä', '', '{job="11"}', 'B');
const STEP = fc.oneof(
  fc.record({ does: fc.constant('set' as const), key: KEY, value: fc.nat(13) }),
  fc.record({ does: fc.constant('delete' as const), key: KEY }),
  fc.record({ does: fc.constant('ask' as const) }),
);

describe('an ordered map', () => {
  it('holds what a plain map holds, in the order of the keys, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
        const plain = new Map<string, number>();
        const ordered = new Ordered<number>();
        for (const step of steps) {
          if (step.does === 'set') {
            plain.set(step.key, step.value);
            ordered.set(step.key, step.value);
          } else if (step.does === 'delete') {
            plain.delete(step.key);
            ordered.delete(step.key);
          } else {
            ordered.keys();
          }
        }
        const keys = [...plain.keys()].sort();
        expect(ordered.keys()).toEqual(keys);
        expect(ordered.values()).toEqual(keys.map((key) => plain.get(key)));
        expect(new Map(ordered.entries())).toEqual(plain);
        expect(ordered.size).toBe(plain.size);
      }),
    );
  });
});
