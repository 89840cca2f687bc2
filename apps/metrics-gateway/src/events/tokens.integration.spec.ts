import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EVENTS } from '@aura/metrics';
import { startGateway } from '../fixtures/gateway.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'v1-events-tokens-'));
});
afterEach(() => rm(folder, { recursive: true }));

function entry(token: string, jobs: string): string {
  const sha256 = createHash('sha256').update(token).digest('hex');
  return `- { name: ${token}, sha256: ${sha256}, rights: [push], jobs: [${jobs}] }\n`;
}

const TYPE = 'video.stage.completed';
const EVENT = { source: 'w-11', id: 'e-13', type: TYPE, data: EVENTS[TYPE].example };

describe('events of a gateway with tokens', () => {
  it('need one that may push their job', async () => {
    const file = path.join(folder, 'tokens.yml');
    await writeFile(file, entry('eleven', 'events') + entry('twelve', 'sweep'));
    const gateway = await startGateway(undefined, { TOKENS_FILE: file });
    const ask = async (token: string): Promise<string> => {
      const headers = { authorization: `Bearer ${token}` };
      const init = { method: 'POST', headers, body: JSON.stringify(EVENT) };
      const { status, body } = await gateway.ask('/v1/events', init);
      return `${String(status)} ${body}`;
    };
    const answers = [await ask('eleven'), await ask('twelve')];
    await gateway.close();
    expect(answers).toEqual([
      expect.stringMatching(/^200 .*"applied":1/),
      expect.stringMatching(/^403 .* may push the jobs sweep, and this is of the job \\"events\\"/),
    ]);
  });
});
