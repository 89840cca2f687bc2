import { headline } from './headline.js';
import { LASTED, SILENCE_URL, SINCE, ifLink } from './words.js';

/** Slack reads `<`, `>` and `&` as markup: unescaped, a label value could name a channel or fake a link. */
const escaped = (field: string): string =>
  `{{ ${field} | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}`;

const HEADLINE = headline(escaped('.Annotations.summary'));

const RUNBOOK = ifLink(
  'runbook_url',
  '<{{ .Annotations.runbook_url }}#check-first|Check first>',
  '“Check first” in `{{ .Annotations.runbook_url }}`',
);
const DASHBOARD = ifLink(
  'dashboard_url',
  '<{{ .Annotations.dashboard_url }}|Dashboard>',
  'dashboard `{{ .Annotations.dashboard_url }}`',
);

const FIRING = [
  `*{{ .Labels.alertname }}*  ${escaped('.Annotations.summary')}`,
  escaped('.Annotations.description'),
  `*Do first:* ${RUNBOOK} · ${DASHBOARD}{{ with .GeneratorURL }} · <{{ . }}|Query>{{ end }} · <${SILENCE_URL}|Silence>`,
  `_since ${SINCE}_`,
  '',
  '',
].join('\n');

const RESOLVED = [
  `:white_check_mark: *{{ .Labels.alertname }}* ended after ${LASTED}`,
  `It was: ${escaped('.Annotations.summary')}`,
  '',
  '',
].join('\n');

/** Everything of a Slack message that is not the way there. */
export const SLACK = {
  color:
    '{{ if eq .Status "resolved" }}good{{ else if eq .CommonLabels.severity "page" }}danger{{ else }}warning{{ end }}',
  title: HEADLINE,
  title_link: '{{ .ExternalURL }}/#/alerts',
  fallback: HEADLINE,
  text: `{{ range .Alerts.Firing }}${FIRING}{{ end }}{{ range .Alerts.Resolved }}${RESOLVED}{{ end }}`,
  fields: [
    { title: 'Component', value: '{{ .CommonLabels.component }}', short: true },
    { title: 'Severity', value: '{{ .CommonLabels.severity }}', short: true },
  ],
  actions: [{ type: 'button', text: 'All alerts', url: '{{ .ExternalURL }}/#/alerts' }],
  footer: '{{ .CommonLabels.deployment }}',
};
