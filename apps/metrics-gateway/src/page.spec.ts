import { slicesOf } from './page.js';

describe('the slices of a page', () => {
  it('are its bytes, whatever the size of its pieces, and large ones are not cut', async () => {
    const pieces = ['ä\n', Buffer.alloc(70_000, 'x'), '', 'é'.repeat(65_536), Buffer.from('z\n')];
    const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
    const slices: Buffer[] = [];
    for await (const slice of slicesOf(pieces)) slices.push(slice);
    expect(Buffer.concat(slices).equals(whole)).toBe(true);
    expect(slices.map(({ length }) => length)).toEqual([3, 70_000, 131_072, 2]);
  });

  it('of nothing are none', async () => {
    const slices: Buffer[] = [];
    for await (const slice of slicesOf(['', ''])) slices.push(slice);
    expect(slices).toEqual([]);
  });
});
