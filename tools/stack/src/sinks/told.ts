import type { Message } from './inbox.js';

export type ToldState = 'firing' | 'resolved';

export interface Told {
  readonly alert: string;
  readonly state: ToldState;
}

/** `QueueBacklog (ticket, component queue)`; those that are over come last, below `RESOLVED (2), deployment local`. */
const RESOLVED_PART = /^RESOLVED \(\d+\)/;
const MAIL_ALERT = /^(?<alert>[A-Z]\w+) \(\w+, component/;
/** `*QueueBacklog*  101 jobs wait`, and `:white_check_mark: *QueueBacklog* ended after 2m`. */
const SLACK_ALERT = /^(?<ended>:white_check_mark: )?\*(?<alert>[A-Z]\w+)\* /;

/** Which alerts a message tells of, read from the words that libs/alerts gives the Alertmanager for them. */
export function toldIn({ via, text }: Message): readonly Told[] {
  return via === 'mail' ? toldInMail(text) : toldInSlack(text);
}

function toldInMail(text: string): readonly Told[] {
  const resolved = text.split('\n').findIndex((line) => RESOLVED_PART.test(line));
  return text.split('\n').flatMap((line, index) => {
    const alert = MAIL_ALERT.exec(line)?.groups?.['alert'];
    if (alert === undefined) return [];
    return [{ alert, state: resolved === -1 || index < resolved ? 'firing' : 'resolved' }];
  });
}

function toldInSlack(text: string): readonly Told[] {
  return text.split('\n').flatMap((line) => {
    const { alert, ended } = SLACK_ALERT.exec(line)?.groups ?? {};
    if (alert === undefined) return [];
    return [{ alert, state: ended === undefined ? 'firing' : 'resolved' }];
  });
}

export interface Asked extends Told {
  readonly sinceMs: number;
}

/** The first message of each medium, since then, that tells that the alert is in this state. */
export function firstTold(
  messages: readonly Message[],
  { alert, state, sinceMs }: Asked,
): ReadonlyMap<Message['via'], Message> {
  const first = new Map<Message['via'], Message>();
  for (const message of messages) {
    if (first.has(message.via) || Date.parse(message.receivedAt) < sinceMs) continue;
    const isAbout = toldIn(message).some((told) => told.alert === alert && told.state === state);
    if (isAbout) first.set(message.via, message);
  }
  return first;
}
