import { stringify } from 'yaml';
import { MAIL_HTML, MAIL_SUBJECT, MAIL_TEXT, SLACK_TEXT, SLACK_TITLE } from './messages.js';

/** An SMTP server that takes our mail. The password is a file: the Alertmanager expands no variables. */
export interface MailSettings {
  /** `host:port`. */
  readonly smarthost: string;
  readonly from: string;
  readonly to: string;
  readonly requireTls: boolean;
  readonly login?: { readonly username: string; readonly passwordFile: string };
}

export interface SlackSettings {
  /** A file that holds the incoming-webhook URL, which is a secret. */
  readonly apiUrlFile: string;
  readonly channel: string;
}

/** Who is told. At least one of the two should be there, or alerts reach nobody. */
export interface AlertmanagerSettings {
  readonly mail?: MailSettings;
  readonly slack?: SlackSettings;
}

/**
 * The configuration file of the Alertmanager, readable by 0.25 and later. A page is told within seconds and
 * again every four hours; a ticket waits half a minute for company and is told once a day.
 */
export function alertmanagerConfig(settings: AlertmanagerSettings): string {
  return (
    '# Generated. Change libs/alerts/src/config/alertmanager.ts instead.\n' +
    stringify(
      {
        route: {
          receiver: 'ticket',
          group_by: ['component'],
          group_wait: '30s',
          group_interval: '5m',
          repeat_interval: '24h',
          routes: [
            {
              matchers: ['severity="page"'],
              receiver: 'page',
              group_wait: '3s',
              group_interval: '15s',
              repeat_interval: '4h',
            },
          ],
        },
        receivers: ['page', 'ticket'].map((name) => receiver(name, settings)),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )
  );
}

function receiver(name: string, { mail, slack }: AlertmanagerSettings): object {
  return {
    name,
    ...(mail === undefined ? {} : { email_configs: [mailConfig(mail)] }),
    ...(slack === undefined ? {} : { slack_configs: [slackConfig(slack)] }),
  };
}

function mailConfig({ smarthost, from, to, requireTls, login }: MailSettings): object {
  return {
    to,
    from,
    smarthost,
    require_tls: requireTls,
    ...(login === undefined
      ? {}
      : { auth_username: login.username, auth_password_file: login.passwordFile }),
    send_resolved: true,
    headers: { Subject: MAIL_SUBJECT },
    text: MAIL_TEXT,
    html: MAIL_HTML,
  };
}

function slackConfig({ apiUrlFile, channel }: SlackSettings): object {
  return {
    api_url_file: apiUrlFile,
    channel,
    send_resolved: true,
    color: '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}',
    title: SLACK_TITLE,
    text: SLACK_TEXT,
  };
}
