import { ruleChanges } from './rule-changes.js';

const RECORDINGS = 'groups: [{ name: r, rules: [{ record: a:b:c, expr: up }] }]';
const rules = (...alerts: readonly [name: string, expr: string][]) => ({
  'alert_rules.yml': JSON.stringify({
    groups: [{ name: 'a', rules: alerts.map(([alert, expr]) => ({ alert, expr })) }],
  }),
  'recording_rules.yml': RECORDINGS,
});

describe('ruleChanges', () => {
  it('names each rule that is new, gone or other than before', () => {
    const before = rules(['Kept', 'up == 11'], ['Gone', 'up == 12'], ['Moved', 'up > 13']);
    const after = rules(['Moved', 'up > 14'], ['New', 'up == 15'], ['Kept', 'up == 11']);

    expect(ruleChanges(before, after)).toEqual(['- Gone', '~ Moved', '+ New']);
  });

  it('says nothing of rules that only changed places', () => {
    const before = rules(['One', 'up == 11'], ['Two', 'up == 12']);
    const after = rules(['Two', 'up == 12'], ['One', 'up == 11']);

    expect(ruleChanges(before, after)).toEqual([]);
  });
});
