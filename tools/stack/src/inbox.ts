import type { Layout } from './layout.js';
import { colour } from './screen/screen.js';
import { readInbox, type Message } from './sinks/inbox.js';

/** Prints what the Alertmanager has sent while no real receiver was configured, newest last. */
export async function inbox(
  layout: Layout,
  { asJson }: { readonly asJson: boolean },
): Promise<number> {
  const messages = await readInbox(layout.inbox);
  if (asJson) console.log(JSON.stringify(messages, undefined, 2));
  else if (messages.length === 0) console.log('no message has arrived');
  else console.log(messages.map(describe).join('\n\n'));
  return 0;
}

function describe({ receivedAt, via, subject, text }: Message): string {
  const head = `${receivedAt.slice(0, 19).replace('T', ' ')} UTC  ${via.padEnd(5)}  ${paint(subject)}`;
  return [head, ...text.split('\n').map((line) => `    ${line}`.trimEnd())].join('\n');
}

/** Subjects begin with the state, as libs/alerts writes them: [FIRING:1] or [RESOLVED]. */
function paint(subject: string): string {
  return subject.startsWith('[RESOLVED') ? colour.green(subject) : colour.red(subject);
}
