import { sentenceOf } from './fault.js';
import { parseExposition } from './parse.js';

/** The families of a text, or the sentence that refuses it. */
function read(...lines: readonly string[]): unknown {
  const parsed = parseExposition(lines.map((line) => `${line}\n`).join(''));
  return parsed.ok ? parsed.families : sentenceOf(parsed.fault);
}

const untyped = { type: 'untyped', help: undefined };

describe('parseExposition', () => {
  it('reads help, type, labels and escapes, whatever blanks stand between them', () => {
    expect(
      read(
        '# a remark',
        '#HELP jobs_total Jobs \\\\ that\\nended.',
        '# TYPE\tjobs_total  Counter ',
        '',
        ' jobs_total { path = "C:\\\\\\"x\\"\\n" , user="ü",} 1.1e1',
        'jobs_total 12',
      ),
    ).toEqual([
      {
        name: 'jobs_total',
        type: 'counter',
        help: 'Jobs \\ that\nended.',
        samples: [
          {
            name: 'jobs_total',
            labels: [
              ['path', 'C:\\"x"\n'],
              ['user', 'ü'],
            ],
            value: 11,
          },
          { name: 'jobs_total', labels: [], value: 12 },
        ],
      },
    ]);
  });

  it.each([
    ['NaN', NaN],
    ['nan', NaN],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['infinity', Infinity],
    ['.5', 0.5],
    ['5.', 5],
    ['-1e-3', -0.001],
  ])('reads %s as a number', (text, value) => {
    expect(read(`x ${text}`)).toEqual([
      { ...untyped, name: 'x', samples: [{ name: 'x', labels: [], value }] },
    ]);
  });

  it('gathers the parts of histograms and summaries under their names, labels by name and le last', () => {
    const samples = (...lines: readonly (readonly [string, string, number])[]): unknown =>
      lines.map(([name, bound, value]) => ({
        name,
        labels: bound === '' ? [] : [[name === 's' ? 'quantile' : 'le', bound]],
        value,
      }));
    expect(
      read(
        '# TYPE h histogram',
        'h_bucket{le="0.5"} 11',
        'h_bucket{le="+Inf"} 12',
        'h_sum 13',
        'h_count 12',
        '# TYPE s summary',
        's{quantile="0.9"} 14',
        's_sum 15',
        's_count 16',
      ),
    ).toEqual([
      {
        name: 'h',
        type: 'histogram',
        help: undefined,
        samples: samples(
          ['h_bucket', '0.5', 11],
          ['h_bucket', '+Inf', 12],
          ['h_sum', '', 13],
          ['h_count', '', 12],
        ),
      },
      {
        name: 's',
        type: 'summary',
        help: undefined,
        samples: samples(['s', '0.9', 14], ['s_sum', '', 15], ['s_count', '', 16]),
      },
    ]);
  });

  it('leaves out families without samples', () => {
    expect(read('# HELP x Help.', '# TYPE x gauge', '# TYPE y')).toEqual([]);
  });
});

describe('a text is refused with the line, what was found and what was expected', () => {
  it.each([
    ['1x 2', 'line 1: found "1x 2", expected a metric name or a comment'],
    ['x', 'line 1: found the end of the line, expected a number'],
    ['x 1\r', 'line 1: found "1\\r", expected a number'],
    ['x 0x1p-2', 'line 1: found "0x1p-2", expected a number'],
    ['x 1_000', 'line 1: found "1_000", expected a number'],
    ['x 1e999', 'line 1: found "1e999", expected a number'],
    ['x +NaN', 'line 1: found "+NaN", expected a number'],
    [
      'x 1 1795348206000',
      'line 1: found "1795348206000", expected no timestamp: Prometheus sets the time when it scrapes',
    ],
    ['x 1 2 3', 'line 1: found "3", expected the end of the line'],
    ['x{a="b" 1', 'line 1: found "1", expected a comma or } after a label'],
    ['x{a=b} 1', 'line 1: found "a=b} 1", expected a label like name="value", or }'],
    ['x{a:b="c"} 1', 'line 1: found "a:b=\\"c\\"} 1", expected a label like name="value", or }'],
    ['x{,} 1', 'line 1: found ",} 1", expected a label like name="value", or }'],
    ['x{a="b', 'line 1: found "a=\\"b", expected a label like name="value", or }'],
    ['x{a="\\t"} 1', 'line 1: found \\t, expected one of the escapes \\\\ \\n \\"'],
    ['x{a="b",a="c"} 1', 'line 1: found label a twice, expected each label once'],
    ['x{__name__="y"} 1', 'line 1: found label __name__, expected the name before the labels'],
    ['# HELP x a\\"b', 'line 1: found \\", expected one of the escapes \\\\ \\n'],
    [
      '# TYPE x enum',
      'line 1: found "enum", expected one of counter, gauge, histogram, summary, untyped',
    ],
    ['# TYPE 1x gauge', 'line 1: found "1x", expected a metric name after TYPE'],
  ])('%j', (line, sentence) => {
    expect(read(line)).toBe(sentence);
  });

  it.each([
    [
      ['x 1', 'x 2'],
      'line 2: found the series x with the labels of line 1 again, expected each series once',
    ],
    [
      ['x{a="b",c=""} 1', 'x{c="",a="b"} 2'],
      'line 2: found the series x with the labels of line 1 again, expected each series once',
    ],
    [
      ['x 1', 'x{a=""} 2'],
      'line 2: found the series x with the labels of line 1 again, expected each series once',
    ],
    [
      ['# HELP x A.', '# HELP x B.'],
      'line 2: found a second HELP line for x, expected one HELP line for each metric',
    ],
    [
      ['# TYPE x gauge', '# TYPE x gauge'],
      'line 2: found a second TYPE line for x, expected one TYPE line for each metric',
    ],
    [
      ['y 1', 'x 1', '# TYPE x gauge'],
      'line 3: found the TYPE line for x, expected it before the first sample, which is on line 2',
    ],
    [
      ['x_count 1', '# TYPE x summary', 'x_sum 1'],
      'line 1: found a metric x_count of its own, expected x_count to be part of the summary x, after its TYPE line',
    ],
  ])('%j', (lines, sentence) => {
    expect(read(...lines)).toBe(sentence);
  });

  it.each([
    [
      ['h 1'],
      'line 2: found a sample of h itself, expected h_bucket, h_sum or h_count, for it is a histogram',
    ],
    [['h_bucket 1'], 'line 2: found no label le, expected a number in the label le of h_bucket'],
    [
      ['h_bucket{le="many"} 1'],
      'line 2: found "many", expected a number in the label le of h_bucket',
    ],
    [
      ['h_bucket{le="2"} 1', 'h_bucket{le="1"} 1'],
      'line 3: found le 1 after 2, expected the buckets of h in ascending order of le',
    ],
    [
      ['h_bucket{le="1"} 3', 'h_bucket{le="2"} 2'],
      'line 3: found 2, expected the buckets of h to add up, this one to at least 3',
    ],
    [
      ['h_bucket{le="1"} -1'],
      'line 2: found -1, expected the buckets of h to add up, this one to at least 0',
    ],
    [
      ['h_bucket{le="1"} 3', 'h_sum 1', 'h_count 3'],
      'line 2: found a histogram without its last bucket, expected h_bucket with le="+Inf"',
    ],
    [
      ['h_bucket{le="+Inf"} 3', 'h_sum 1', 'h_count 4'],
      'line 2: found h_count 4, expected 3, which its last bucket holds',
    ],
    [
      ['h_bucket{le="+Inf"} 3', 'h_count 3'],
      'line 2: found samples of h without h_sum, expected h_sum for each set of labels',
    ],
  ])('a histogram of %j', (lines, sentence) => {
    expect(read('# TYPE h histogram', ...lines)).toBe(sentence);
  });

  it('when its last line does not end, for the rest may be missing', () => {
    const parsed = parseExposition('x 1\ny 2');
    expect(parsed.ok ? '' : sentenceOf(parsed.fault)).toBe(
      'line 2: found the end of the text inside a line, expected a line feed at the end of every line, the last one too',
    );
  });
});
