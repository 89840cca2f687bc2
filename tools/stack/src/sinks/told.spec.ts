import type { Message } from './inbox.js';
import { firstTold, toldIn } from './told.js';

const message = (via: Message['via'], text: string, second = 11): Message => ({
  receivedAt: new Date(second * 1_000).toISOString(),
  via,
  subject: '[FIRING page, local] 2 alerts',
  text,
});
const MAIL = [
  'FIRING (1), deployment local',
  '',
  'QueueStuck (page, component queue)',
  'The oldest job has waited.',
  '',
  'RESOLVED (1), deployment local',
  '',
  'NoWorkers (page, component queue)',
  'It was: Jobs wait.',
].join('\n');
const SLACK = [
  '*QueueStuck*  The oldest job has waited.',
  'A job that could run now. *Not* an alert.',
  '',
  ':white_check_mark: *NoWorkers* ended after 2m',
].join('\n');

describe('what a message tells', () => {
  it.each([message('mail', MAIL), message('slack', SLACK)])(
    'is of each alert its state, by $via',
    (told) => {
      expect(toldIn(told)).toEqual([
        { alert: 'QueueStuck', state: 'firing' },
        { alert: 'NoWorkers', state: 'resolved' },
      ]);
    },
  );

  it('counts since the moment asked for, once for each medium', () => {
    const messages = [
      message('slack', SLACK, 11),
      message('mail', MAIL, 12),
      message('mail', MAIL, 13),
    ];
    const asked = { alert: 'QueueStuck', state: 'firing', sinceMs: 12_000 } as const;

    expect([...firstTold(messages, asked).values()]).toEqual([messages[1]]);
    expect(firstTold(messages, { ...asked, state: 'resolved' }).size).toBe(0);
  });
});
