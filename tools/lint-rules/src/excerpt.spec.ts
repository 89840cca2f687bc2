import { excerpt } from './excerpt.js';

const marked = (text: string, at: readonly [number, number]): string => {
  const { line, before, length } = excerpt(text, at);
  return line.slice(before, before + length);
};

describe('excerpt', () => {
  it('takes the line that the mark begins in', () => {
    expect(excerpt('eleven\n\ttwelve\nthirteen', [8, 30])).toEqual({
      line: ' twelve',
      before: 1,
      length: 6,
    });
  });

  it('cuts a long line on both sides and still marks the same characters', () => {
    const long = `${'a'.repeat(211)}FAULT${'b'.repeat(311)}`;
    const { line } = excerpt(long, [211, 216]);
    expect(line).toHaveLength(108);
    expect(line).toMatch(/^…a+FAULTb+…$/);
    expect(marked(long, [211, 216])).toBe('FAULT');
    expect(marked(`${'a'.repeat(211)}FAULT`, [211, 216])).toBe('FAULT');
    expect(marked(`FAULT${'a'.repeat(211)}`, [0, 5])).toBe('FAULT');
  });

  it('marks one place where the text ends too early', () => {
    expect(excerpt('up >', [4, 5])).toEqual({ line: 'up >', before: 4, length: 1 });
    expect(excerpt('', [0, 0])).toEqual({ line: '', before: 0, length: 1 });
  });
});
