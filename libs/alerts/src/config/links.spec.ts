import { DEFAULTS } from '@aura/thresholds';
import { parse } from 'yaml';
import { alerts } from '../catalogue/index.js';
import { storyFiles } from '../promtool/stories.js';
import { alertRuleFile } from '../rule-files.js';
import { withLinks } from './links.js';

const BASES = {
  runbookBase: 'https://git.example.com/aura/docs/runbooks/',
  dashboardBase: 'https://grafana.example.com',
};
const down = alerts(DEFAULTS).filter(({ name }) => name === 'DatabaseDown');

interface Sent {
  readonly annotations: Readonly<Record<string, string>>;
}

it('gives rules the URLs of a deployment', () => {
  const { groups } = parse(alertRuleFile(withLinks(down, BASES))) as {
    groups: { rules: Sent[] }[];
  };

  expect(groups[0]?.rules[0]?.annotations).toMatchObject({
    runbook_url: 'https://git.example.com/aura/docs/runbooks/DatabaseDown.md',
    dashboard_url: 'https://grafana.example.com/d/aura-infrastructure',
  });
});

it('has stories expect what the rules send', () => {
  const story = storyFiles(withLinks(down, BASES), ['rules.yml']).get('DatabaseDown');

  expect(story).toContain(
    'runbook_url: https://git.example.com/aura/docs/runbooks/DatabaseDown.md',
  );
  expect(story).toContain('dashboard_url: https://grafana.example.com/d/aura-infrastructure');
});

it('leaves a path where a deployment names no base', () => {
  expect(withLinks(down, { dashboardBase: BASES.dashboardBase })[0]?.annotations).toMatchObject({
    runbook_url: 'docs/runbooks/DatabaseDown.md',
    dashboard_url: 'https://grafana.example.com/d/aura-infrastructure',
  });
  expect(withLinks(down, {})).toEqual(down);
});
