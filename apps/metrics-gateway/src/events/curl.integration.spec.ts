import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

const run = promisify(execFile);
const DOCUMENT = path.join(import.meta.dirname, '../../../../docs/events.md');

let gateway: RunningGateway;
let document: string;

beforeEach(async () => {
  gateway = await startGateway();
  document = await readFile(DOCUMENT, 'utf8');
});

afterEach(() => gateway.close());

/** The blocks of the document that are in this language. */
function blocks(language: string): readonly string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, block = '']) => block,
  );
}

/** What a block prints, for our address. */
async function sh(block: string): Promise<string> {
  const here = block.replaceAll('http://127.0.0.1:8000', gateway.url);
  const { stdout } = await run('bash', ['-c', `set -eo pipefail\n${here}`]);
  return stdout;
}

describe('the curl lines of docs/events.md', () => {
  it('do what they say there', async () => {
    const [first, ...others] = blocks('sh');
    expect(JSON.parse(await sh(first ?? ''))).toEqual(JSON.parse(blocks('json')[0] ?? ''));
    for (const block of others) {
      const [, promised = 'a promise'] = /^# (.*)$/m.exec(block) ?? [];
      expect(await sh(block)).toContain(promised);
    }
    expect(others.length).toBe(3);
    expect(await gateway.samples()).toEqual(
      expect.arrayContaining([
        'video_generation_total{job="events",theme="nature",user_id="u-17"} 1',
        'video_generation_stage_duration_seconds_count{job="events",stage="render"} 1',
        'video_generation_stage_duration_seconds_count{job="events",stage="upload"} 1',
        'gateway_pushes_total{route="events",outcome="accepted"} 4',
        'gateway_pushes_total{route="events",outcome="refused"} 1',
      ]),
    );
  });
});
