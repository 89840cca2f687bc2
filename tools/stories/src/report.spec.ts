import { readArguments } from './arguments.js';
import { mutantFigure, storyFigure, storyLine } from './report.js';
import { unmatched } from './tell.js';

const ok = { alert: 'A', verdict: { is: 'ok' }, seconds: 0.11 } as const;
const failed = {
  alert: 'B',
  verdict: { is: 'failed', words: 'exp: 1\ngot: 2' },
  seconds: 12,
} as const;

describe('the report', () => {
  it('gives a story a line, and a failed one the words of promtool', () => {
    expect(storyLine(ok)).toBe(`ok     ${'A'.padEnd(28)}   0.1 s`);
    expect(storyLine(failed)).toBe(`failed ${'B'.padEnd(28)}  12.0 s\n    exp: 1\n    got: 2`);
  });

  it('names alerts without a story and stories without an alert', () => {
    const stories = ['A', 'C'].map((alert) => ({
      alert,
      file: `${alert}.test.yml`,
      content: { rule_files: [], tests: [] },
    }));
    expect(storyFigure([ok], unmatched({ alerts: ['A', 'B'], stories }))).toEqual({
      figure: 'no story: B\nno such alert any more: C.test.yml\n1 stories, 0 failed',
      isWell: false,
    });
    expect(storyFigure([ok, failed], { untold: [], stale: [] }).isWell).toBe(false);
    expect(storyFigure([ok], { untold: [], stale: [] }).isWell).toBe(true);
  });

  it('ends with the figure of the mutants', () => {
    const judgement = { tried: 13, caught: 11, equivalent: 1, faults: ['survived: A: 1 -> 2'] };
    expect(mutantFigure(judgement, { alerts: ['A'], stories: [] })).toBe(
      'survived: A: 1 -> 2\n1 alerts, 0 stories, 13 mutants, 11 caught, 1 listed as equivalent, 1 to look at',
    );
  });
});

describe('the arguments', () => {
  it.each([
    [[], { wants: 'stories', alerts: ['A', 'B'] }],
    [['B'], { wants: 'stories', alerts: ['B'] }],
    [['--mutants', 'A'], { wants: 'mutants', alerts: ['A'] }],
    [['--help', 'Z'], { wants: 'help' }],
    [['Z'], { wants: 'nothing', problem: 'no alert "Z"' }],
  ])('%j are understood', (args, wanted) => {
    expect(readArguments(args, ['A', 'B'])).toEqual(wanted);
  });

  it('with a strange option are refused', () => {
    expect(readArguments(['--mutant'], [])).toMatchObject({ wants: 'nothing' });
  });
});
