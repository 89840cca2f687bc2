import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { renderMetrics } from '@aura/instrumentation';
import { Registry } from 'prom-client';
import { diskWith, Worlds } from './fixtures/words.js';
import { metersIn } from './meters.js';

const worlds = new Worlds();
afterEach(() => worlds.close());

/** What is not 0, without buckets and without times, which are the machine's. */
async function read(registry: Registry): Promise<readonly string[]> {
  const text = await renderMetrics(registry);
  return text
    .split('\n')
    .filter((line) =>
      /^gateway_journal_(?!.*(?:_bucket|_sum|replay_duration)).*[1-9]\d*$/.test(line),
    )
    .map((line) => line.replace('gateway_journal_', ''));
}

describe('the meters of the journal', () => {
  it('count writes and their bytes, and what a full disk did not take', async () => {
    const registry = new Registry();
    let isFull = false;
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' });
    const disk = diskWith((real) => ({
      append: (bytes) => (isFull ? Promise.reject(full) : real.append(bytes)),
    }));
    const { say } = await worlds.open(await worlds.folder(), { disk, meters: metersIn(registry) });
    await say('eleven');
    await say('thirteen');
    isFull = true;
    await say('lost');
    // Each frame takes 12 bytes before its record, and each record 5 before its word.
    expect(await read(registry)).toEqual([
      'write_duration_seconds_count 2',
      'failures_total{reason="full"} 1',
      'bytes 48',
    ]);
  });

  it('say what a start dropped, and count snapshots', async () => {
    const folder = await worlds.folder();
    const first = await worlds.open(folder);
    await first.say('whole');
    await first.journal.onModuleDestroy();
    const [segment = ''] = (await readdir(folder)).filter((name) => name.endsWith('.segment'));
    await appendFile(path.join(folder, segment), 'torn off');
    const registry = new Registry();
    const meters = metersIn(registry);
    const sizes = { segmentBytes: 50, snapshotBytes: 100 };
    const { journal, say } = await worlds.open(folder, { ...sizes, meters });
    const atStart = await read(registry);
    for (let i = 0; i < 13; i += 1) await say('again and again');
    await journal.onModuleDestroy();
    const later = await read(registry);
    expect(atStart).toEqual(['bytes 22', 'torn_bytes 8']);
    expect(later).toContainEqual(expect.stringMatching(/^snapshots_total\{outcome="written"\} /));
  });
});
