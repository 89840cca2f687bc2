/** Pieces of templates that mail and Slack share. The Alertmanager 0.25 has no function for dates or durations. */

const MOMENT = '"2006-01-02 15:04:05 UTC"';
export const SINCE = `{{ .StartsAt.UTC.Format ${MOMENT} }}`;
export const UNTIL = `{{ .EndsAt.UTC.Format ${MOMENT} }}`;

/** How long a resolved alert lasted, in whole seconds. One that fires has no end yet. */
export const LASTED = '{{ (.EndsAt.Sub .StartsAt).Truncate 1000000000 }}';

/** The labels that tell this alert from others of its name, and that the message does not show elsewhere. */
export const OWN_LABELS =
  '(.Labels.Remove (stringSlice "alertname" "severity" "component" "deployment")).SortedPairs';

/** A deployment that gave no base for its links sends paths, which no reader of mail can follow. */
export function ifLink(
  annotation: 'runbook_url' | 'dashboard_url',
  link: string,
  path: string,
): string {
  return `{{ if match "^https?://" .Annotations.${annotation} }}${link}{{ else }}${path}{{ end }}`;
}

/**
 * The Alertmanager's page for a new silence, filled in with every label of the alert: a silence made at three in the
 * morning hides this alert and no other. `value` prints a label's value so that it can stand in a URL.
 */
export const silenceUrl = (value: string): string =>
  [
    '{{ $.ExternalURL }}/#/silences/new?filter=%7B',
    '{{ range $i, $label := .Labels.SortedPairs }}{{ if $i }}%2C{{ end }}',
    `{{ $label.Name }}%3D%22${value}%22{{ end }}%7D`,
  ].join('');

/** A plus sign is a space to few readers of fragments. Templates of HTML encode by themselves, and need none of it. */
export const SILENCE_URL = silenceUrl('{{ $label.Value | urlquery | reReplaceAll "[+]" "%20" }}');
