import { LASTED, OWN_LABELS, silenceUrl, SINCE, UNTIL, ifLink } from './words.js';

/** Mail clients drop style sheets: every style stands at its element, and tables make the layout. */
const FONT = 'font-family:Arial,Helvetica,sans-serif;color:#1f1f1f';
const SMALL = 'font-size:13px;line-height:20px';
const [RED, AMBER, GREEN, BLUE, GREY] = ['#b3261e', '#8f5200', '#1b6e37', '#0b57d0', '#5f6368'];

const COLOUR = `{{ if eq .Labels.severity "page" }}${RED}{{ else }}${AMBER}{{ end }}`;

const link = (url: string, text: string): string =>
  `<a href="${url}" style="color:${BLUE}">${text}</a>`;

const row = (name: string, value: string): string =>
  `<tr><td style="${SMALL};color:${GREY};padding:0 12px 2px 0;white-space:nowrap;vertical-align:top">${name}</td>` +
  `<td style="${SMALL};padding:0 0 2px 0">${value}</td></tr>`;

const DOT = ' &nbsp;&middot;&nbsp; ';

const RUNBOOK = ifLink(
  'runbook_url',
  link('{{ .Annotations.runbook_url }}#check-first', 'Check first, in the runbook'),
  '&ldquo;Check first&rdquo; in {{ .Annotations.runbook_url }}',
);
const DASHBOARD = ifLink(
  'dashboard_url',
  link('{{ .Annotations.dashboard_url }}', 'Dashboard'),
  'Dashboard {{ .Annotations.dashboard_url }}',
);
const QUERY = `{{ with .GeneratorURL }}${DOT}${link('{{ . }}', 'Query')}{{ end }}`;
const SILENCE = DOT + link(silenceUrl('{{ $label.Value }}'), 'Silence');

const HEAD = [
  '<b style="font-size:13px">{{ .Labels.alertname }}</b>',
  '<span style="font-size:13px">&nbsp; {{ .Labels.severity }}, component {{ .Labels.component }}</span>',
].join('');

/** One alert: a bar of its colour, the summary large, and what to do before what it means. */
const card = (colour: string, body: readonly string[]): string =>
  [
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px 0;border-collapse:collapse">',
    `<tr><td style="border-left:6px solid ${colour};background:#f6f6f6;padding:12px 16px;${FONT}">`,
    `<p style="margin:0 0 4px 0;color:${colour}">${HEAD}</p>`,
    ...body,
    '</td></tr></table>',
  ].join('\n');

const FIRING = card(COLOUR, [
  '<p style="margin:0 0 8px 0;font-size:18px;line-height:24px"><b>{{ .Annotations.summary }}</b></p>',
  '<p style="margin:0 0 12px 0;font-size:14px;line-height:21px">{{ .Annotations.description }}</p>',
  '<table role="presentation" cellpadding="0" cellspacing="0">',
  row('Do first', `<b>${RUNBOOK}</b>`),
  row('Then', `${DASHBOARD}${QUERY}${SILENCE}`),
  row('Since', SINCE),
  `{{ range ${OWN_LABELS} }}${row('{{ .Name }}', '{{ .Value }}')}{{ end }}`,
  '</table>',
]);

const RESOLVED = card(GREEN, [
  '<p style="margin:0 0 8px 0;font-size:14px;line-height:21px">It was: {{ .Annotations.summary }}</p>',
  '<table role="presentation" cellpadding="0" cellspacing="0">',
  row('Lasted', LASTED),
  row('From', `${SINCE} to ${UNTIL}`),
  '</table>',
]);

const part = (heading: string, alerts: string, each: string): string =>
  [
    `{{ if ${alerts} }}`,
    `<h2 style="${FONT};font-size:14px;margin:0 0 8px 0">${heading} ({{ len ${alerts} }})`,
    '{{ with .CommonLabels.deployment }}, deployment {{ . }}{{ end }}</h2>',
    `{{ range ${alerts} }}${each}{{ end }}{{ end }}`,
  ].join('\n');

export const MAIL_HTML = [
  '<!DOCTYPE html>',
  '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
  '<meta name="color-scheme" content="light"></head>',
  '<body style="margin:0;padding:16px;background:#ffffff">',
  '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px"><tr><td>',
  part('Firing', '.Alerts.Firing', FIRING),
  part('Resolved', '.Alerts.Resolved', RESOLVED),
  `<p style="${FONT};${SMALL};margin:0">${link('{{ .ExternalURL }}/#/alerts', 'All alerts')}</p>`,
  '</td></tr></table>',
  '</body></html>',
].join('\n');
