import fc from 'fast-check';
import { DEFAULTS } from '@aura/thresholds';
import { alerts } from '../catalogue/index.js';
import { recordings } from '../recordings.js';
import { alertRuleFile, recordingRuleFile } from '../rule-files.js';
import { CHECKS } from './checks/index.js';
import { alertWith } from './fixtures/ask.js';
import { houseKnowledge } from './knowledge.js';
import { lintRules } from './lint.js';
import { readRuleFile } from './rule-file.js';

const KNOWLEDGE = houseKnowledge();

describe('lintRules', () => {
  it('finds nothing in the generated rules', () => {
    const files = [
      readRuleFile('alert_rules.yml', alertRuleFile(alerts(DEFAULTS))),
      readRuleFile('recording_rules.yml', recordingRuleFile(recordings(DEFAULTS))),
    ];
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
    expect(lintRules(files, KNOWLEDGE)).toEqual([]);
  });

  it('places a fault by file, line and characters', () => {
    const broken = readRuleFile('b.yml', 'eleven');
    const rules = [
      alertWith({ name: 'Twelve', expr: 'up\n< quue_jobs', lines: { '': 12, expr: 13 } }),
      alertWith({ labels: {}, lines: { '': 11 } }),
    ];
    const found = lintRules([broken, { file: 'a.yml', rules, problems: [] }], KNOWLEDGE);
    expect(found.map(({ file, line, rule, check, at }) => [file, line, rule, check, at])).toEqual([
      ['b.yml', 1, '', 'rule-file', undefined],
      ['a.yml', 11, 'Eleven', 'missing-severity', undefined],
      ['a.yml', 14, 'Twelve', 'unknown-metric', [5, 14]],
    ]);
  });

  it('knows each check by a name of its own', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  });
});

describe('whatever it is given', () => {
  const words = fc.constantFrom(
    ...['sum', 'by', '(', ')', 'rate', '[5m]', '[1h:]', 'up', 'queue_jobs', '{', '}', 'job', '='],
    ...['"a', '"', '=~', '"("', '/', '>', 'bool', '-1', '5e3', 'on', 'ignoring', 'group_left', ','],
    ...['or', 'and', 'offset', '@', 'end()', 'absent', 'histogram_quantile', 'le', '#', '`', '\\'],
    ...['{{', '}}', '$labels.', 'if', 'end', '|', '\n', '🦜', 'time()', 'label_replace', 'topk'],
  );
  const soup = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 25 }).map((some) => some.join(' ')),
  );

  it('lints an expression and a text without throwing, and marks only what is there', () => {
    fc.assert(
      fc.property(soup, soup, (expr, summary) => {
        const rule = alertWith({ expr, annotations: { summary }, labels: { severity: 'page' } });
        const found = lintRules([{ file: 'a.yml', rules: [rule], problems: [] }], KNOWLEDGE);
        const isPlaced = found.every(
          ({ at, text }) =>
            at === undefined || (at[0] >= 0 && at[0] <= at[1] && at[0] <= text.length),
        );
        expect(isPlaced).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a file without throwing', () => {
    const at = ({ line }: { readonly line: number }): number => line;
    const yaml = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .array(
          fc.constantFrom('groups', ':', '-', '\n', '  ', 'name', 'rules', '&a', '*a', '|', '{'),
        )
        .map((some) => some.join('')),
    );
    fc.assert(
      fc.property(yaml, (source) => {
        const { rules, problems } = readRuleFile('a.yml', source);
        const lines = [...rules.flatMap((one) => Object.values(one.lines)), ...problems.map(at)];
        expect(lines.every((line) => line >= 1)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
