import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settingsOf } from '../docker/fixtures/settings.js';
import { ofReceivers } from './receivers.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aura-receivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the doctor says of Slack where its address is in a file that holds this text. */
async function told(text: string) {
  const file = path.join(folder, 'slack');
  writeFileSync(file, text);
  const [first] = await ofReceivers(settingsOf({ SLACK_WEBHOOK_URL_FILE: file }));
  return first;
}

describe('Slack by the address in a file', () => {
  it('is asked at its host, and told without the rest of the address', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const open = await told(`http://127.0.0.1:${port}/services/eleven\n`);
    server.close();
    await once(server, 'close');
    const shut = await told(`http://127.0.0.1:${port}/services/eleven\n`);

    expect([open, shut]).toMatchObject([
      { verdict: 'fine', about: 'slack' },
      { verdict: 'broken', about: 'slack' },
    ]);
    const says = `${open?.says}, ${shut?.says}`;
    expect(says).toContain(`127.0.0.1:${port} can be reached`);
    expect(says).toContain(`127.0.0.1:${port} cannot be reached`);
    expect(says).not.toContain('eleven');
  });

  it.each(['eleven', 'hooks.slack.test:eleven'])(
    'is broken where that is none (%j), and the text is not shown',
    async (text) => {
      const found = await told(text);

      expect(found?.verdict).toBe('broken');
      expect(found?.says).toMatch(/^SLACK_WEBHOOK_URL_FILE: \S+ holds no URL$/);
      expect(found?.says).not.toContain('eleven');
    },
  );

  it('is broken where the file is not there', async () => {
    const file = path.join(folder, 'nowhere');

    const [found] = await ofReceivers(settingsOf({ SLACK_WEBHOOK_URL_FILE: file }));

    expect(found?.says).toBe(`SLACK_WEBHOOK_URL_FILE: ${file} cannot be read: ENOENT`);
  });
});
