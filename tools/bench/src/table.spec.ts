import { readResult } from './result.js';
import { table } from './table.js';

const LINE =
  '{"bench":"instrumentation","case":"bound counter","ours":2.345,"peer":131.2,"unit":"ns","ratio":55.95}';

describe('a benchmark’s output', () => {
  it('is read line by line, and what is no result is passed by', () => {
    expect(['warming up', LINE].map(readResult)).toEqual([
      undefined,
      {
        bench: 'instrumentation',
        case: 'bound counter',
        ours: 2.345,
        peer: 131.2,
        unit: 'ns',
        ratio: 55.95,
      },
    ]);
  });

  it('is refused where a result has another form', () => {
    expect(() => readResult('{"bench":"instrumentation","ours":11}')).toThrow(
      'a benchmark printed a result of another form: {"bench":"instrumentation","ours":11}',
    );
  });

  it('becomes a table with three digits a figure', () => {
    const one = readResult(LINE);
    expect(table(one === undefined ? [] : [one])).toBe(
      [
        'case           ours  peer  unit  peer / ours',
        'bound counter  2.35   131  ns           56.0',
      ].join('\n'),
    );
  });
});
