import { readRuleFile } from './rule-file.js';

const problems = (source: string): readonly string[] =>
  readRuleFile('rules.yml', source).problems.map(
    ({ line, rule, summary, remedy }) => `${String(line)} ${rule}: ${summary} -> ${remedy}`,
  );

/** A group of one rule, which begins at line 4. */
const withRule = (...lines: readonly string[]): string =>
  ['groups:', '  - name: a', '    rules:', `      - ${lines.join('\n        ')}`, ''].join('\n');

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
    '1 : this is no rule file: it has no groups -> ' +
    'start with "groups:", a list of {name, rules}; a prometheus.yml or a test of rules is not meant';

  it.each([
    ['eleven', [NO_RULES]],
    ['rule_files: [a.yml]\ntests: []\n', [NO_RULES]],
    ['a: &a [*a]\ngroups: *nothing\n', [NO_RULES]],
    ['a: b: c', [expect.stringMatching(/^1 : this is not YAML: .* -> mind indentation/)]],
    [
      'groups: []\n---\ngroups: []\n',
      [
        '2 : a second document begins here, which Prometheus does not read -> ' +
          'remove the "---", and write all groups below one "groups:"',
      ],
    ],
    [
      'groups: {}\n',
      ['1 : groups is no list -> write each group below it, as in "- name: queues"'],
    ],
    ['groups:\n  - &a [*a]\n', ['2 : a list is no group -> write a name, and rules below it']],
    [
      'groups:\n  - rules: 11\n    limit: many\n    intervall: 1m\n',
      [
        '4 : there is no field intervall here, and Prometheus refuses the whole file -> write interval',
        '2 : there is no name -> give the group a name that no other in the file has',
        '3 : limit is "many", no number -> write a whole number',
        '2 : rules is no list -> write each rule below it, as in "- alert: QueueStuck"',
      ],
    ],
    [withRule('eleven'), ['4 : "eleven" is no rule -> write alert or record, and expr']],
  ])('says what is wrong with %j', (source, found) => {
    expect(problems(source)).toEqual(found);
  });

  it.each([
    [
      'exp: up',
      '5 B: there is no field exp here, and Prometheus refuses the whole file -> write expr',
    ],
    ['expr:', '5 B: there is no expr -> write the PromQL under expr'],
    ['labels: {}', '4 B: there is no expr -> write the PromQL under expr'],
    [
      'expr: [up]',
      '5 B: expr is a list, no text -> write one text; [ and { begin one only within quotes',
    ],
  ])('says what is wrong with an alert and its %j alone', (line, found) => {
    expect(problems(withRule('alert: B', line))).toEqual([found]);
  });

  const WHOLE = 'whole numbers with their units, the largest first, as in 5m or 1h30m';
  it.each([
    ['for: soon', `for is "soon", no duration -> write ${WHOLE}`],
    ['for: 5 minutes', 'for is "5 minutes", no duration -> write 5m'],
    ['for: 5min', 'for is "5min", no duration -> write 5m'],
    ['for: 12', 'for is 12, no duration -> write 12s'],
    ['for: 1.5h', `for is "1.5h", no duration -> write ${WHOLE}`],
    ['for: 5m1h', `for is "5m1h", no duration -> write ${WHOLE}`],
    ['for: ""', `for is "", no duration -> write ${WHOLE}`],
    ['keep_firing_for: [5m]', 'keep_firing_for is a list, no duration -> write 5m'],
    ['for: 293y', 'for is "293y", more than Prometheus can count -> write a span below 292 years'],
    [
      'labels: [page]',
      'labels is a list, no names with a text each -> write each on a line of its own below labels, as in "severity: ticket"',
    ],
    [
      'annotations: { c: [d] }',
      'annotations.c is a list, no text -> write one text; [ and { begin one only within quotes',
    ],
    ['record: c', 'it has alert and record -> make two rules of it'],
  ])('says what is wrong with %j of an alert', (line, found) => {
    const [problem, ...others] = problems(withRule('alert: B', 'expr: up', line));
    expect([problem?.replace(/^[46] B: /, ''), others]).toEqual([found, []]);
  });

  it('asks for alert or record', () => {
    expect(problems(withRule('expr: up'))).toEqual([
      '4 : it has neither alert nor record -> ' +
        'write alert and its name, or record and the name of the series',
    ]);
  });

  it.each([
    ['for: 11m', /^a recording takes no for,/, 'remove for, or move it to the alert that uses a:b'],
    [
      'keep_firing_for: 1h',
      /^a recording takes no keep_firing_for,/,
      'remove keep_firing_for, or move it to the alert that uses a:b',
    ],
    [
      'annotations: { c: d }',
      /^a recording takes no annotations,/,
      'remove annotations, or move it to the alert that uses a:b',
    ],
    ['labels: { __name__: c }', /^the name of a series is no label/, 'remove __name__ from labels'],
    ['labels: { c-d: e }', /^"c-d" is no name for one of the labels/, 'write c_d'],
    ['labels: { 11c: e }', /^"11c" is no name for one of the labels/, 'write _11c'],
    ['labels: { "": e }', /^"" is no name for one of the labels/, 'write a name'],
  ])('refuses %j of a recording as Prometheus does, and reads the rule', (line, what, remedy) => {
    const { rules, problems: found } = readRuleFile(
      'a.yml',
      withRule('record: a:b', 'expr: up', line),
    );
    expect(rules).toMatchObject([{ kind: 'record', name: 'a:b', expr: 'up' }]);
    expect(found).toMatchObject([{ line: 6, rule: 'a:b', remedy }]);
    expect(found[0]?.summary).toMatch(what);
  });

  it('refuses names that Prometheus 2 does not have', () => {
    expect(problems(withRule('record: render-jobs.p95', 'expr: up'))).toEqual([
      '4 render-jobs.p95: render-jobs.p95 is no name of a series: Prometheus 2 refuses the whole file -> ' +
        'write render_jobs_p95',
    ]);
    expect(problems(withRule('alert: B', 'expr: up', 'annotations: { runbook-url: c }'))).toEqual([
      '6 B: "runbook-url" is no name for one of the annotations: Prometheus 2 refuses the whole file -> ' +
        'write runbook_url',
    ]);
  });

  it('refuses the second of two groups of one name', () => {
    const group = '  - name: eleven\n    rules: []\n';
    expect(problems(`groups:\n${group}  - name: twelve\n${group}`)).toEqual([
      '5 : a group at line 2 has this name too, and Prometheus refuses the whole file -> ' +
        'rename one, or move its rules into the other',
    ]);
  });

  it.each([
    ['alert: B c-d', 'expr: up', 'keep_firing_for: 0s', 'labels: { _a1: b }'],
    ['record: "a:b"', 'expr: up', 'for: 0s', 'annotations: {}'],
  ])('lets %j stand as Prometheus does', (...lines) => {
    expect(problems(withRule(...lines))).toEqual([]);
  });

  it('reads the rules beside one that cannot be read', () => {
    const source = `groups:
  - interval: often
    name: eleven
    rules:
      - { alert: Twelve, expr: up, for: 5 minutes }
      -
      - { alert: Thirteen, expr: up }
  -
  - { name: fourteen, rules: [{ record: 'a:b', expr: up }], extra: 1 }
`;
    const { rules, problems: found } = readRuleFile('rules.yml', source);
    expect(rules.map(({ name, group }) => [name, group])).toEqual([
      ['Thirteen', 'eleven'],
      ['a:b', 'fourteen'],
    ]);
    expect(found.map(({ line, group, rule }) => [line, group, rule])).toEqual([
      [2, 'eleven', ''],
      [5, 'eleven', 'Twelve'],
      [9, 'fourteen', ''],
    ]);
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
