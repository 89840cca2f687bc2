import { replaceEvery } from './relocate.js';

describe('replaceEvery', () => {
  const from = Buffer.from('/usr/share');
  const to = Buffer.from('usr//share');

  it('changes each place and moves nothing', () => {
    const program = Buffer.from('\0a/usr/share/x\0/usr/share/y/usr/shar');

    expect(replaceEvery(program, from, to).toString()).toBe(
      '\0ausr//share/x\0usr//share/y/usr/shar',
    );
  });

  it('leaves a program alone that does not hold the path, and the one it was given', () => {
    const program = Buffer.from('/usr/share');

    expect(replaceEvery(Buffer.from('abc'), from, to)).toEqual(Buffer.from('abc'));
    expect(replaceEvery(program, from, to).toString()).toBe('usr//share');
    expect(program.toString()).toBe('/usr/share');
  });
});
