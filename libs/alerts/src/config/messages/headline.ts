/**
 * What a person sees on a locked screen, in any medium: the state, how urgent, where, and what. One alert is told in
 * its own words, which `summary` prints; several are named. The state stands first, for filters of mailboxes.
 */
export const headline = (summary: string): string =>
  [
    '[{{ .Status | toUpper }}',
    '{{ with .CommonLabels.severity }} {{ . }}{{ end }}',
    '{{ with .CommonLabels.deployment }}, {{ . }}{{ end }}] ',
    '{{ $told := .Alerts.Firing }}',
    '{{ if eq .Status "resolved" }}{{ $told = .Alerts.Resolved }}{{ end }}',
    '{{ if eq (len $told) 1 }}',
    '{{ range $told }}{{ .Labels.alertname }}',
    '{{ if eq .Status "firing" }}: ' + summary,
    '{{ else }}{{ with .Labels.component }} on {{ . }}{{ end }}{{ end }}{{ end }}',
    '{{ else }}',
    '{{ len $told }} {{ with .CommonLabels.alertname }}{{ . }}{{ else }}alerts{{ end }}',
    '{{ with .CommonLabels.component }} on {{ . }}{{ end }}',
    '{{ if not .CommonLabels.alertname }}: {{ range $i, $alert := $told }}',
    '{{ if lt $i 3 }}{{ if $i }}, {{ end }}{{ $alert.Labels.alertname }}{{ end }}',
    '{{ if eq $i 3 }}, ...{{ end }}',
    '{{ end }}{{ end }}{{ end }}',
  ].join('');
