import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRuleFile } from '@aura/alerts';
import { ensurePrograms, required, run } from '@aura/parts';

const DEADLINE_MS = 20_000;

const rules = (...lines: readonly string[]): string =>
  ['groups:', '  - name: a', '    rules:', ...lines.map((line) => `      - ${line}`), ''].join(
    '\n',
  );
const alert = (fields: string): string => rules(`{ alert: A, expr: up, ${fields} }`);
const record = (fields: string): string => rules(`{ record: 'a:b', expr: up, ${fields} }`);

/** What Prometheus 2.42 and 3 take or refuse alike, or what only 2.42 refuses, which is refused here too. */
const FILES = [
  ...[
    '',
    '# nothing\n',
    'null\n',
    '{}\n',
    'eleven\n',
    '- a\n',
    'groups:\n',
    'groups: []\nfoo: 1\n',
  ],
  ...['foo: 1\n', 'groups: x\n', 'groups: {}\n', 'groups:\n  - foo\n', 'groups:\n  -\n', 'a: b: c'],
  ...["groups:\n  - name: ''\n", 'groups:\n  - rules: []\n', 'groups:\n  - name: 5\n'],
  'groups:\n  - name: a\n  - name: a\n',
  'groups:\n  - name: a\n  - name: b\n',
  ...[
    'limit: x',
    'limit: 11',
    'interval: 0',
    'interval: 1x',
    'interval: 1m',
    'rules:',
    'rules: {}',
  ].map((field) => `groups:\n  - name: a\n    ${field}\n`),
  ...['0', "'0'", '0s', '5', "'5'", "''", '', '1.5h', '1h30m', '5m1h', '5m5m', '-5m', "' 5m '"].map(
    (span) => alert(`for: ${span}`),
  ),
  ...['5 minutes', '[5m]', '292y', '300y', '99999999999d'].map((span) => alert(`for: ${span}`)),
  ...['keep_firing_for: 0', 'keep_firing_for: 5m', 'keep_firing_for: soon'].map(alert),
  ...['labels:', 'labels: x', 'labels: [a]', 'labels: { a: }', 'labels: { a: [1] }'].map(alert),
  ...['labels: { a: 1 }', 'labels: { a: true }', 'labels: { a-b: c }', "labels: { '': c }"].map(
    alert,
  ),
  ...['labels: { __name__: c }', 'labels: { alertname: c }', 'labels: { 1a: c }'].map(alert),
  ...['annotations: { a: }', 'annotations: { a-b: c }', 'annotations: { a.b: c }'].map(alert),
  ...['record: b', "record: ''", 'exp: up', 'expr: down'].map(alert),
  ...['for: 5m', 'for: 0s', 'keep_firing_for: 5m', 'annotations: {}', 'annotations: { a: b }'].map(
    record,
  ),
  ...['{ expr: up }', "{ alert: '', expr: up }", '{ alert: A }', '{ alert: A, expr: }'].map(
    (rule) => rules(rule),
  ),
  ...[
    '{ alert: A, expr: [up] }',
    '{ alert: A, expr: 1 }',
    'foo',
    '',
    '{ alert: A b-c, expr: up }',
  ].map((rule) => rules(rule)),
  ...['bad-name', 'a.b', '1ab', 'a1:b'].map((name) => rules(`{ record: '${name}', expr: up }`)),
  rules('&r { alert: A, expr: up }', '{ <<: *r, alert: B }'),
] as const;

describe('the reader of rule files', () => {
  it('refuses of every file what promtool refuses', async () => {
    const promtool = required((await ensurePrograms(['promtool'])).get('promtool'));
    const folder = await mkdtemp(path.join(tmpdir(), 'aura-rule-file-'));
    const verdicts: [source: string, isRefused: boolean][] = [];
    try {
      for (const source of FILES) {
        const file = path.join(folder, 'rules.yml');
        await writeFile(file, source);
        const args = [...promtool.args, 'check', 'rules', file];
        verdicts.push([source, !(await run({ ...promtool, args }, DEADLINE_MS)).ok]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    const isRefused = (source: string): boolean =>
      readRuleFile('rules.yml', source).problems.length > 0;
    expect(FILES.map((source) => [source, isRefused(source)])).toEqual(verdicts);
    expect(verdicts.filter(([, refused]) => refused).length).toBeGreaterThan(40);
  });
});
