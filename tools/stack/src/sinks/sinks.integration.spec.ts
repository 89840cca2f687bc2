import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readInbox, store, type Message } from './inbox.js';
import { mailSink } from './mail.js';
import { slackSink } from './slack.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-inbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const keep = (message: Message): Promise<void> => store(folder, message);

/** Speaks SMTP as the Alertmanager does: the next command when the last one was answered. */
async function send(port: number, commands: readonly string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const answers: string[] = [];
  const rest = [...commands];
  for await (const line of createInterface({ input: socket })) {
    if (/^\d{3}-/.test(line)) continue;
    answers.push(line.slice(0, 3));
    const next = rest.shift();
    if (next !== undefined) socket.write(`${next}\r\n`);
  }
  return answers;
}

describe('the mail sink', () => {
  it('takes a mail over SMTP and keeps its subject and its text', async () => {
    const sink = mailSink(keep);
    const server = sink.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const mail = [
      'Subject: [FIRING:1] ApplicationDown',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'The application is gone =E2=80=94 really',
      '--b--',
      '.',
    ].join('\r\n');
    const answers = await send((server.address() as AddressInfo).port, [
      'EHLO test',
      'MAIL FROM:<a@aura.test>',
      'RCPT TO:<b@aura.test>',
      'DATA',
      mail,
      'QUIT',
    ]);
    await new Promise<void>((resolve) => sink.close(resolve));

    expect(answers).toEqual(['220', '250', '250', '250', '354', '250', '221']);
    expect(await readInbox(folder)).toEqual([
      {
        receivedAt: expect.any(String) as string,
        via: 'mail',
        subject: '[FIRING:1] ApplicationDown',
        text: 'The application is gone — really',
      },
    ]);
  });
});

describe('the Slack sink', () => {
  it('answers as Slack does and keeps the attachment, and refuses what is no message', async () => {
    const server = slackSink(keep).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
    const post = async (body: string): Promise<string> => {
      const response = await fetch(url, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(5_000),
      });
      return `${response.status} ${await response.text()}`;
    };
    const attachment = { title: '[RESOLVED] QueueBacklog', text: 'drained', color: 'good' };

    expect(await post(JSON.stringify({ channel: '#alerts', attachments: [attachment] }))).toBe(
      '200 ok',
    );
    expect(await post('{')).toBe('400 invalid_payload');
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await readInbox(folder)).toMatchObject([
      { via: 'slack', subject: '[RESOLVED] QueueBacklog', text: 'drained' },
    ]);
  });
});

describe('the inbox', () => {
  it('keeps the newest 500, newest last, and no half-written file', async () => {
    for (let second = 0; second < 503; second += 1) {
      const receivedAt = new Date(second * 1_000).toISOString();
      await keep({ receivedAt, via: 'mail', subject: String(second), text: '' });
    }
    const subjects = (await readInbox(folder)).map(({ subject }) => subject);

    expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([500, '3', '502']);
    expect((await readdir(folder)).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });
});
