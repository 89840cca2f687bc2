import { LASTED, OWN_LABELS, SILENCE_URL, SINCE, UNTIL } from './words.js';

const FIRING = [
  '{{ .Labels.alertname }} ({{ .Labels.severity }}, component {{ .Labels.component }})',
  '{{ .Annotations.summary }}',
  '',
  '{{ .Annotations.description }}',
  '',
  '  Do first:   "Check first" in {{ .Annotations.runbook_url }}',
  '  Dashboard:  {{ .Annotations.dashboard_url }}',
  `  Since:      ${SINCE}`,
  `{{ range ${OWN_LABELS} }}  Label:      {{ .Name }} = {{ .Value }}`,
  '{{ end }}  Query:      {{ .GeneratorURL }}',
  `  Silence:    ${SILENCE_URL}`,
  '',
  '',
].join('\n');

const RESOLVED = [
  '{{ .Labels.alertname }} ({{ .Labels.severity }}, component {{ .Labels.component }})',
  'It was: {{ .Annotations.summary }}',
  `  Lasted:     ${LASTED}, from ${SINCE} to ${UNTIL}`,
  '',
  '',
].join('\n');

const part = (heading: string, alerts: string, text: string): string =>
  [
    `{{ if ${alerts} }}${heading} ({{ len ${alerts} }})`,
    '{{ with .CommonLabels.deployment }}, deployment {{ . }}{{ end }}\n\n',
    `{{ range ${alerts} }}${text}{{ end }}{{ end }}`,
  ].join('');

/** For readers without HTML, and for watches and locked screens, which show the first lines. */
export const MAIL_TEXT = [
  part('FIRING', '.Alerts.Firing', FIRING),
  part('RESOLVED', '.Alerts.Resolved', RESOLVED),
  'All alerts: {{ .ExternalURL }}/#/alerts\n',
].join('');
