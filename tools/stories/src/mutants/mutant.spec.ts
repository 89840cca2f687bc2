import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '@aura/parts';
import { readPromql } from '@aura/alerts';
import { readRules, type Rule } from '../rule-files.js';
import { mutantsOf } from './mutant.js';

const shipped = ['alert_rules.yml', 'recording_rules.yml'].map((file) =>
  readFileSync(path.join(REPOSITORY, 'docker/generated/prometheus', file), 'utf8'),
);
const RULES = readRules(shipped).flatMap(({ rules }) => rules);

const changesOf = (expr: string): readonly (readonly [string, string])[] =>
  mutantsOf({ record: 'a:b:c', expr }).map(({ change, rule }) => [change, rule.expr]);

const ALERT: Rule = {
  alert: 'A',
  expr: 'x',
  for: '1m',
  labels: { severity: 'page' },
  annotations: { summary: '{{ $value }} of {{ $labels.a }}' },
};

/** The fields in which a mutant differs from ALERT. */
function differences(mutant: Rule): unknown {
  const original = new Map<string, unknown>(Object.entries(ALERT));
  return Object.fromEntries(
    Object.entries(mutant).filter(([field, value]) => original.get(field) !== value),
  );
}

describe('the mutants of a rule', () => {
  it('change numbers, operators and durations', () => {
    expect(changesOf('rate(x[1m] offset 1h) > 20')).toEqual([
      ['> 20 -> >= 20', 'rate(x[1m] offset 1h) >= 20'],
      ['> 20 -> < 20', 'rate(x[1m] offset 1h) < 20'],
      ['> 20 -> == 20', 'rate(x[1m] offset 1h) == 20'],
      ['1h -> 1800s', 'rate(x[1m] offset 1800s) > 20'],
      ['1h -> 7200s', 'rate(x[1m] offset 7200s) > 20'],
      ['1m -> 30s', 'rate(x[30s] offset 1h) > 20'],
      ['1m -> 120s', 'rate(x[120s] offset 1h) > 20'],
      ['20 -> 22', 'rate(x[1m] offset 1h) > 22'],
      ['20 -> 18', 'rate(x[1m] offset 1h) > 18'],
      ['20 -> 21', 'rate(x[1m] offset 1h) > 21'],
      ['20 -> 19', 'rate(x[1m] offset 1h) > 19'],
    ]);
  });

  it('change matchers, one at a time and alternative by alternative', () => {
    expect(changesOf('x{a="b",c!~"d|e"}')).toEqual([
      ['a="b" dropped', 'x{c!~"d|e"}'],
      ['a="b" -> a!="b"', 'x{a!="b",c!~"d|e"}'],
      ['a="b" -> a="another"', 'x{a="another",c!~"d|e"}'],
      ['c!~"d|e" dropped', 'x{a="b"}'],
      ['c!~"d|e" -> c=~"d|e"', 'x{a="b",c=~"d|e"}'],
      ['c!~"d|e" -> c!~"another"', 'x{a="b",c!~"another"}'],
      ['d left out of c!~"d|e"', 'x{a="b",c!~"e"}'],
      ['e left out of c!~"d|e"', 'x{a="b",c!~"d"}'],
    ]);
  });

  it('change aggregations, their labels, joins and quantiles', () => {
    expect(changesOf('sum by (a, b) (x) unless on (a) y')).toEqual([
      ['unless: sum by (a, b) (x) dropped', '(y)'],
      ['unless: y dropped', '(sum by (a, b) (x))'],
      ['a left out of (a)', 'sum by (a, b) (x) unless on () y'],
      ['sum -> max', 'max by (a, b) (x) unless on (a) y'],
      ['sum -> min', 'min by (a, b) (x) unless on (a) y'],
      ['sum -> avg', 'avg by (a, b) (x) unless on (a) y'],
      ['a left out of (a, b)', 'sum by (b) (x) unless on (a) y'],
      ['b left out of (a, b)', 'sum by (a) (x) unless on (a) y'],
    ]);
    expect(changesOf('histogram_quantile(0.95, x)').map(([change]) => change)).toEqual(
      expect.arrayContaining(['0.95 -> 0.5', '0.95 -> 0.9', '0.95 -> 0.99']),
    );
  });

  it('change what an alert waits for, holds, carries and says', () => {
    const told = mutantsOf(ALERT).map(({ change, rule }) => [change, differences(rule)]);
    expect(told).toEqual([
      ['for: 1m -> 30s', { for: '30s' }],
      ['for: 1m -> 120s', { for: '120s' }],
      ['keep_firing_for: 300s', { keep_firing_for: '300s' }],
      ['label severity dropped', { labels: {} }],
      ['label severity changed', { labels: { severity: 'another' } }],
      ['summary: {{ $value }} dropped', { annotations: { summary: ' of {{ $labels.a }}' } }],
      ['summary: {{ $labels.a }} dropped', { annotations: { summary: '{{ $value }} of ' } }],
    ]);
  });

  it('hold a held alert shorter, longer or not at all, and make a hasty one wait', () => {
    const rules = mutantsOf({ ...ALERT, keep_firing_for: '10m', for: '0s' }).slice(0, 4);
    expect(rules.map(({ change, rule }) => [change, rule.for, rule.keep_firing_for])).toEqual([
      ['for: 0s -> 60s', '60s', '10m'],
      ['keep_firing_for dropped', '0s', undefined],
      ['keep_firing_for: 300s', '0s', '300s'],
      ['keep_firing_for: 1200s', '0s', '1200s'],
    ]);
  });

  it('can be read, differ from the rule and have names of their own, for every shipped rule', () => {
    for (const rule of RULES) {
      const mutants = mutantsOf(rule);
      const unreadable = mutants.filter((mutant) => !readPromql(mutant.rule.expr).ok);
      const same = mutants.filter((mutant) => JSON.stringify(mutant.rule) === JSON.stringify(rule));
      expect([rule.alert ?? rule.record, unreadable, same]).toEqual([
        rule.alert ?? rule.record,
        [],
        [],
      ]);
      expect(new Set(mutants.map(({ change }) => change)).size).toBe(mutants.length);
      expect(mutants.length).toBeGreaterThan(2);
    }
  });
});
