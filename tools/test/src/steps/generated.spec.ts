import { checksOf } from './generated.js';

it('gives each generated file to the tool that can read it', () => {
  const files = [
    'prometheus/prometheus.yml',
    'prometheus/alert_rules.yml',
    'prometheus/recording_rules.yml',
    'prometheus/stories/QueueStuck.test.yml',
    'alertmanager/alertmanager.yml',
    'grafana/dashboards/aura-overview.json',
  ];

  const checks = checksOf(files).map(({ tool, args, files: read }) => [tool, ...args, ...read]);

  expect(checks).toEqual([
    ['promtool', 'check', 'rules', 'prometheus/alert_rules.yml', 'prometheus/recording_rules.yml'],
    ['promtool', 'check', 'config', 'prometheus/prometheus.yml'],
    ['amtool', 'check-config', 'alertmanager/alertmanager.yml'],
  ]);
});
