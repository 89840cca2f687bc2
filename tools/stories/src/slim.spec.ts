import { readRules } from './rule-files.js';
import { replaceRule, slim } from './slim.js';

const GROUPS = readRules([
  `groups:
     - name: alerts-a
       interval: 11s
       rules:
         - { alert: A, expr: 'x:twice > 12' }
         - { alert: B, expr: 'plain > 13' }
     - name: alerts-b
       rules: [{ alert: C, expr: 'y:alone > 14' }]`,
  `groups:
     - name: recordings
       rules:
         - { record: 'x:once', expr: 'sum (x)' }
         - { record: 'x:twice', expr: 'x:once offset 1h + x:once' }
         - { record: 'y:alone', expr: 'sum (y)' }`,
]);

const summary = (groups: ReturnType<typeof slim>): unknown =>
  groups.map(({ rules, ...group }) => ({
    ...group,
    rules: rules.map(({ alert, record }) => alert ?? record),
  }));

describe('slim rules', () => {
  it('hold an alert and what it reads, however far away, in their groups', () => {
    expect(summary(slim(GROUPS, 'A'))).toEqual([
      { name: 'alerts-a', interval: '11s', rules: ['A'] },
      { name: 'recordings', rules: ['x:once', 'x:twice'] },
    ]);
    expect(summary(slim(GROUPS, 'B'))).toEqual([
      { name: 'alerts-a', interval: '11s', rules: ['B'] },
    ]);
  });

  it('hold nothing of an alert that is not shipped', () => {
    expect(slim(GROUPS, 'Z')).toEqual([]);
  });

  it('take a changed rule in the place of its original', () => {
    const changed = replaceRule(GROUPS, { record: 'x:once', expr: 'max (x)' });
    const expressions = slim(changed, 'A').map(({ rules }) => rules.map(({ expr }) => expr));
    expect(expressions).toEqual([['x:twice > 12'], ['max (x)', 'x:once offset 1h + x:once']]);
  });

  it('say which shipped expression cannot be read', () => {
    const broken = readRules(["groups: [{ name: g, rules: [{ alert: A, expr: 'sum (' }] }]"]);
    expect(() => slim(broken, 'A')).toThrow('sum (');
  });
});
