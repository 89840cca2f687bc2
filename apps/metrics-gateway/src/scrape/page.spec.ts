import { openMetricsOf, slicesOf, type Page } from './page.js';

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

describe('a page in OpenMetrics', () => {
  const family = (name: string, type: Page[number]['type'], help?: string): Page[number] => ({
    ...{ name, type, help },
    texts: [`${name} 11\n`],
  });

  it('names counters without _total, calls unknown what is, and ends with # EOF', () => {
    const page = [
      family('a_total', 'counter', 'Of "a"\n\\.'),
      family('b', 'counter'),
      family('c', 'gauge'),
      family('c_total', 'counter', 'Beside c.'),
      family('d_total', 'gauge'),
      family('e', 'untyped'),
    ];
    expect([...openMetricsOf(page)].join('')).toBe(
      [
        '# HELP a Of \\"a\\"\\n\\\\.',
        '# TYPE a counter',
        'a_total 11',
        '# TYPE b unknown',
        'b 11',
        '# TYPE c gauge',
        'c 11',
        '# HELP c_total Beside c.',
        '# TYPE c_total unknown',
        'c_total 11',
        '# TYPE d_total gauge',
        'd_total 11',
        '# TYPE e unknown',
        'e 11',
        '# EOF',
        '',
      ].join('\n'),
    );
  });
});
