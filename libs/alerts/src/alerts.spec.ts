import { EXTERNAL_METRICS, METRICS } from '@aura/metrics';
import { parsePromql } from '@aura/metrics/promql';
import { DEFAULTS, readThresholds } from '@aura/thresholds';
import { parse } from 'yaml';
import { alerts, alertRuleFile, recordings, recordingRuleFile, storyFiles } from './index.js';

const KNOWN = new Map(
  [...METRICS, ...EXTERNAL_METRICS].flatMap((metric): [string, readonly string[]][] =>
    metric.kind === 'histogram'
      ? ['_bucket', '_sum', '_count'].map((suffix) => [
          metric.name + suffix,
          [...Object.keys(metric.labels), ...(suffix === '_bucket' ? ['le'] : [])],
        ])
      : [[metric.name, Object.keys(metric.labels)]],
  ),
);
const RECORDED = new Set<string>(recordings(DEFAULTS).map(({ name }) => name));
/** The dead man's switch asks for nothing. */
const ALWAYS = '(vector(1)) >= 1';
const EVERY_EXPRESSION = [
  ...alerts(DEFAULTS).map(({ name, promql }) => [name, promql] as const),
  ...recordings(DEFAULTS).map(({ name, promql }) => [name, promql] as const),
];

describe('the rule catalogue', () => {
  it.each(EVERY_EXPRESSION)('%s parses and names only known metrics and labels', (_, promql) => {
    const parsed = parsePromql(promql);
    expect(parsed.ok && (parsed.selectors.length > 0 || promql === ALWAYS)).toBe(true);
    const unknown = (parsed.ok ? parsed.selectors : []).filter(({ metric = '', labels }) => {
      const known = RECORDED.has(metric) ? [] : KNOWN.get(metric);
      return (
        known === undefined || labels.some((label) => label !== 'job' && !known.includes(label))
      );
    });
    expect(unknown).toEqual([]);
  });

  it.each([...storyFiles(alerts(DEFAULTS), ['rules.yml'])])(
    '%s has a story of its limit and one of its absence',
    (name, text) => {
      const { tests } = parse(text) as { tests: { name: string }[] };
      expect(tests.map((test) => test.name)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(`^${name}: silent below its limit`),
          expect.stringMatching(`^${name}: .* when its series end$`),
        ]),
      );
    },
  );

  it('follows a deployment that overrides a threshold, in expression and in text', () => {
    const read = readThresholds('queue:\n  backlog: 13\n');
    const rules = alertRuleFile(alerts(read.ok ? read.thresholds : DEFAULTS));
    expect(rules).toContain('expr: queue:queue_jobs:waiting > 13\n');
    expect(rules).toContain('the limit is 13.');
  });
});

describe('the rule files', () => {
  it('hold every alert once, with its severity and its runbook', () => {
    const { groups } = parse(alertRuleFile(alerts(DEFAULTS))) as {
      groups: { name: string; rules: { alert: string; labels: object; annotations: object }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.map((rule) => rule.alert).sort()).toEqual(
      alerts(DEFAULTS)
        .map(({ name }) => name)
        .sort(),
    );
    expect(new Set(rules.map((rule) => rule.alert)).size).toBe(rules.length);
    expect(rules.filter(({ labels }) => !('severity' in labels))).toEqual([]);
    expect(rules.filter(({ annotations }) => !('runbook_url' in annotations))).toEqual([]);
  });

  it('hold every recording', () => {
    const { groups } = parse(recordingRuleFile(recordings(DEFAULTS))) as {
      groups: { rules: { record: string }[] }[];
    };
    expect(groups.flatMap(({ rules }) => rules.map(({ record }) => record))).toEqual([...RECORDED]);
  });
});
