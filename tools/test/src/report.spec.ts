import { closing, resultLine } from './report.js';
import { fail, pass, skip, together } from './step.js';

describe('the report', () => {
  it('gives a step one line with its time, its counts and its note', () => {
    const outcome = { passed: 11, failed: 0, skipped: 2, note: '3 suites' };

    const line = resultLine({ name: 'unit', outcome, seconds: 12.34 });

    expect(line).toBe('✔ unit          12.3 s  11 passed, 2 skipped; 3 suites');
  });

  it.each([
    ['✘', fail('no')],
    ['–', skip('no apt here')],
    ['✘', together([pass(), fail('no')])],
  ])('marks with %s', (mark, outcome) => {
    expect(resultLine({ name: 'rules', outcome, seconds: 1 })).toMatch(new RegExp(`^${mark} `));
  });

  it('closes with the failures in full, the reasons for skips, and the sums as the last line', () => {
    const done = [
      { name: 'lint', outcome: fail('a.ts: no enum'), seconds: 1 },
      { name: 'rules', outcome: together([pass(), skip('no promtool')]), seconds: 1 },
      { name: 'unit', outcome: { passed: 11, failed: 2, skipped: 3 }, seconds: 1 },
    ];

    expect(closing(done)).toBe(
      '\n──── lint\na.ts: no enum\n\nSKIP rules: no promtool\n12 passed, 3 failed, 4 skipped',
    );
  });
});
