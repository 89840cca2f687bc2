import { z } from 'zod';
import { each } from './each.js';

const LIST = each(z.strictObject({ n: each(z.number(), 3) }));

describe('a list that is read up to its first fault', () => {
  it('holds what is read of each', () => {
    const doubled = each(z.number().transform((n) => n * 2));
    expect(doubled.parse([11, 12])).toEqual([22, 24]);
  });

  it.each([
    [
      [{ n: [11] }, { n: [11, 'x', 'y'] }, 17],
      ['invalid_type', [1, 'n', 1]],
    ],
    [
      [{ n: [] }, { n: [], m: 1 }, 17],
      ['unrecognized_keys', [1]],
    ],
    [
      [{ n: [1, 2, 3, 4] }, 17],
      ['too_big', [0, 'n']],
    ],
    [17, ['invalid_type', []]],
  ])('tells of the first alone, and where it stands: %j', (list, issue) => {
    const { error } = LIST.safeParse(list);
    expect(error?.issues.map(({ code, path }) => [code, path])).toEqual([issue]);
  });

  it('tells of one fault in a million, as of any', () => {
    const { error } = LIST.safeParse(Array.from({ length: 1_000_000 }, () => 17));
    expect(error?.issues).toHaveLength(1);
  });
});
