/** What a person reads first, in any medium: the state, how many, and which alerts. */
const HEADLINE =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] ' +
  '{{ range $i, $alert := .Alerts }}{{ if $i }}, {{ end }}{{ $alert.Labels.alertname }}{{ end }}';

export const MAIL_SUBJECT = HEADLINE;
export const SLACK_TITLE = HEADLINE;

export const MAIL_TEXT = [
  '{{ range .Alerts }}{{ .Status | toUpper }}: {{ .Annotations.summary }}',
  '{{ .Annotations.description }}',
  'Severity: {{ .Labels.severity }}. Component: {{ .Labels.component }}. Since {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}.',
  'Runbook: {{ .Annotations.runbook_url }}',
  'Query: {{ .GeneratorURL }}',
  '',
  '{{ end }}',
].join('\n');

export const MAIL_HTML = [
  '{{ range .Alerts }}<h3 style="color:{{ if eq .Status "firing" }}#b00020{{ else }}#1b7f3b{{ end }}">',
  '{{ .Status | toUpper }}: {{ .Annotations.summary }}</h3>',
  '<p>{{ .Annotations.description }}</p>',
  '<p>Severity {{ .Labels.severity }}, component {{ .Labels.component }}, since ',
  '{{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}.<br>',
  'Runbook: {{ .Annotations.runbook_url }}. <a href="{{ .GeneratorURL }}">Query</a></p>{{ end }}',
].join('\n');

export const SLACK_TEXT = [
  '{{ range .Alerts }}*{{ .Annotations.summary }}*',
  '{{ .Annotations.description }}',
  'Runbook: {{ .Annotations.runbook_url }}',
  '{{ end }}',
].join('\n');
