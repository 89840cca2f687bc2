import { MAIL_HTML } from './messages/mail-html.js';
import { MAIL_TEXT } from './messages/mail-text.js';
import { SLACK } from './messages/slack.js';
import { headline } from './messages/headline.js';

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

/** Something outside this network that raises the alarm when it is no longer called every minute. */
export interface DeadMansSwitchSettings {
  /** The Alertmanager 0.25 reads it from no file: what is secret goes into the token. */
  readonly url: string;
  /** A file that holds a bearer token. */
  readonly tokenFile?: string;
}

export interface Told {
  readonly mail?: MailSettings;
  readonly slack?: SlackSettings;
  readonly deadMansSwitch?: DeadMansSwitchSettings;
}

/** Pages and tickets are told to the same people in the same words; `nobody` takes what is for machines alone. */
export function receivers({ mail, slack, deadMansSwitch }: Told): readonly object[] {
  const people = {
    ...(mail === undefined ? {} : { email_configs: [mailConfig(mail)] }),
    ...(slack === undefined ? {} : { slack_configs: [slackConfig(slack)] }),
  };
  return [
    { name: 'page', ...people },
    { name: 'ticket', ...people },
    { name: 'nobody' },
    ...(deadMansSwitch === undefined ? [] : [heartbeat(deadMansSwitch)]),
  ];
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
    headers: { Subject: headline('{{ .Annotations.summary }}') },
    text: MAIL_TEXT,
    html: MAIL_HTML,
  };
}

function slackConfig({ apiUrlFile, channel }: SlackSettings): object {
  return { api_url_file: apiUrlFile, channel, send_resolved: true, ...SLACK };
}

/** A resolved Watchdog would be one more sign of life, at the moment it should fall silent. */
function heartbeat({ url, tokenFile }: DeadMansSwitchSettings): object {
  return {
    name: 'dead-mans-switch',
    webhook_configs: [
      {
        url,
        send_resolved: false,
        ...(tokenFile === undefined
          ? {}
          : { http_config: { authorization: { credentials_file: tokenFile } } }),
      },
    ],
  };
}
