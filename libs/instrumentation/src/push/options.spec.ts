import { Registry } from 'prom-client';
import { createPushClient } from './client.js';
import { FakeRuntime } from './fixtures/runtime.js';
import { settingsOf, type PushOptions } from './options.js';

const FINE: PushOptions = { url: 'http://127.0.0.1:1', job: 'sweep', registry: new Registry() };

/** What the process is warned of from now on. */
function warningsFrom(): unknown[][] {
  return jest.spyOn(process, 'emitWarning').mockReturnValue().mock.calls;
}

const warning = (fault: string, job = 'sweep'): string[] => [
  `push client of job ${job}: ${fault}`,
  'MisusedPushClient',
];

describe('the options of a push client', () => {
  it.each([
    [{ url: 'gateway:9091' }, 'url is not an address such as http://127.0.0.1:9091'],
    [{ url: 'ftp://gateway' }, 'url is not an address such as http://127.0.0.1:9091'],
    [{ url: '' }, 'url is not an address such as http://127.0.0.1:9091'],
    [{ job: '' }, 'job is empty; give the name of the batch, such as storage-sweep'],
    [{ job: 'half \ud83d' }, 'job or grouping has what is no text of Unicode'],
    [{ grouping: { 'a-b': '1' } }, 'grouping has a-b, which cannot be the name of a label there'],
    [{ grouping: { job: 'x' } }, 'grouping has job, which cannot be the name of a label there'],
    [
      { headers: { 'x-a': 'one\ntwo' } },
      'headers has what HTTP cannot carry: Invalid character in header content ["x-a"]',
    ],
  ])('%p push nothing, warn once, and each flush says why', async (wrong, obstacle) => {
    const runtime = new FakeRuntime();
    const given = { ...FINE, flushOnExit: true, ...wrong };
    const listening = process.listenerCount('SIGTERM');
    const warnings = warningsFrom();
    const client = createPushClient(given, runtime);
    const reason = `nothing is pushed: ${obstacle}`;
    expect([await client.flush(), await client.close()]).toEqual([
      { ok: false, reason },
      { ok: false, reason },
    ]);
    expect(client.stats().lastError).toBe(reason);
    expect(warnings).toEqual([warning(`${obstacle}; nothing is pushed`, given.job)]);
    expect(runtime.running).toEqual([]);
    expect(process.listenerCount('SIGTERM')).toBe(listening);
  });

  it('that are numbers without sense are said, and taken as the default', () => {
    const wrong = {
      deadlineMs: NaN,
      intervalMs: -1,
      maxBatchBytes: 0,
      retry: { attempts: Infinity },
    };
    const warnings = warningsFrom();
    createPushClient({ ...FINE, ...wrong }, new FakeRuntime('by-hand'));
    expect(settingsOf({ ...FINE, ...wrong }).settings).toEqual(settingsOf(FINE).settings);
    expect(warnings).toEqual([
      warning('intervalMs is -1, not a number from 0 to 2147483647: it is taken as 15000'),
      warning('maxBatchBytes is 0, not a number from 1 to 2147483647: it is taken as 4000000'),
      warning('deadlineMs is NaN, not a number from 1 to 2147483647: it is taken as 5000'),
      warning('attempts is Infinity, not a number from 1 to 2147483647: it is taken as 5'),
    ]);
  });

  it('take a part of the retries, and leave the rest as it is', () => {
    const { settings, faults } = settingsOf({ ...FINE, intervalMs: 0, retry: { attempts: 11 } });
    expect([settings.intervalMs, settings.backoff, faults]).toEqual([
      0,
      { attempts: 11, baseMs: 250, maxMs: 30_000, maxRetryAfterMs: 60_000 },
      [],
    ]);
  });
});
