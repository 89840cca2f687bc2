import { readRuleFile } from './rule-file.js';

const problems = (source: string): readonly string[] =>
  readRuleFile('rules.yml', source).problems.map(
    ({ line, summary, remedy }) => `${String(line)}: ${summary} -> ${remedy}`,
  );

describe('readRuleFile', () => {
  it('reads rules with the lines of their fields', () => {
    const source = `groups:
  - name: eleven
    labels: { team: render }
    rules:
      - alert: Twelve
        expr: |
          up
            < 1
        for: 13m
        labels:
          severity: page
        annotations:
          summary: >-
            down
      - record: a:b:c
        expr: 14
`;
    expect(readRuleFile('rules.yml', source)).toEqual({
      file: 'rules.yml',
      problems: [],
      rules: [
        {
          kind: 'alert',
          name: 'Twelve',
          group: 'eleven',
          expr: 'up\n  < 1\n',
          for: '13m',
          labels: { team: 'render', severity: 'page' },
          annotations: { summary: 'down' },
          lines: {
            '': 5,
            alert: 5,
            expr: 7,
            for: 9,
            labels: 11,
            'labels.severity': 11,
            annotations: 13,
            'annotations.summary': 14,
          },
        },
        {
          kind: 'record',
          name: 'a:b:c',
          group: 'eleven',
          expr: '14',
          for: undefined,
          labels: { team: 'render' },
          annotations: {},
          lines: { '': 15, record: 15, expr: 16 },
        },
      ],
    });
  });

  const NO_RULES =
    '1: this is no rule file: it has no groups -> ' +
    'start with "groups:", a list of {name, rules}; a prometheus.yml or a test of rules is not meant';
  const A_RULE =
    'a rule has alert or record, expr, and as it likes for, labels and annotations, all texts';

  it.each([
    ['eleven', [NO_RULES]],
    ['rule_files: [a.yml]\ntests: []\n', [NO_RULES]],
    ['a: b: c', [expect.stringMatching(/^1: this is not YAML: .* -> mind indentation/)]],
    [
      'groups:\n  - name: a\n    rules:\n      - alert: B\n        exp: up\n',
      [
        `4: groups.0.rules.0.expr: is missing -> ${A_RULE}`,
        '5: groups.0.rules.0 has no field "exp"; Prometheus refuses the whole file -> write "expr"',
      ],
    ],
    [
      'groups:\n  - name: a\n    rules:\n      - expr: up\n',
      [`4: groups.0.rules.0: needs either alert or record -> ${A_RULE}`],
    ],
    [
      'groups:\n  - name: a\n    rules:\n      - alert: B\n        expr: up\n        for: soon\n',
      [`6: groups.0.rules.0.for: is no duration such as 5m -> ${A_RULE}`],
    ],
    ['groups:\n  - name: a\n    rules: 11\n', [expect.stringMatching(/^3: groups\.0\.rules: /)]],
    ['a: &a [*a]\ngroups: *nothing\n', [NO_RULES]],
  ])('says what is wrong with %j', (source, found) => {
    expect(problems(source)).toEqual(found);
  });

  it.each(['', '# nothing yet\n', 'groups:\n', 'groups:\n  - name: a\n    rules:\n'])(
    'takes %j for a file without rules, as Prometheus does',
    (source) => {
      expect(readRuleFile('a.yml', source)).toEqual({ file: 'a.yml', rules: [], problems: [] });
    },
  );

  it('takes what Prometheus takes for a text or for nothing', () => {
    const source = `groups:
  - name: a
    rules:
      - &first { alert: B, expr: 11, for: 0, labels: { c: , d: 12 }, annotations: }
      - { <<: *first, alert: E, for: }
`;
    const { rules, problems: found } = readRuleFile('a.yml', source);
    const labels = { c: '', d: '12' };
    expect(found).toEqual([]);
    expect(rules).toMatchObject([
      { name: 'B', expr: '11', for: '0', labels, annotations: {} },
      { name: 'E', expr: '11', for: undefined, labels, annotations: {} },
    ]);
  });
});
