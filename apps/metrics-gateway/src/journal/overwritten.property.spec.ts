import { bind } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { createLog } from '@aura/service';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { Door } from '../door/door.js';
import { Expiry } from '../groups/expiry.js';
import { sumsWith } from '../fixtures/sums.js';
import { groupingOf } from '../groups/group.js';
import { GroupIntake } from '../groups/intake.js';
import { Outcomes } from '../outcomes.js';
import { piecesOf } from '../scrape/page.js';
import { PushStore } from '../groups/store.js';
import { OpenJournal } from './fixtures/open.js';
import { replayAll } from './overwritten.js';
import { encodePushed } from '../groups/pushed.js';

const LOG = createLog('gateway', { level: 'silent' });

function world() {
  const [registry, journal] = [new Registry(), new OpenJournal()];
  const { adder, totals, quarantine } = sumsWith();
  const store = new PushStore({ groups: 5, series: 9, bytes: 1e6 });
  const expiry = new Expiry(undefined);
  const intake = new GroupIntake(store, registry, {
    ...{ journal, adder, totals, quarantine, expiry, log: LOG },
    door: new Door([], 'accept'),
    outcomes: new Outcomes(registry, LOG, () => 11),
    expired: bind(registry, gateway.groupsExpired),
  });
  const state = () => ({
    text: [...piecesOf(store.page([]))].join(''),
    saved: store.saved().map(({ grouping, pushedAt, failedAt }) => ({
      ...{ key: grouping.key, pushedAt, failedAt },
      ...expiry.saidOf(grouping),
    })),
    series: store.series,
  });
  return { journal, intake, state };
}

const URL = fc.constantFrom(
  '/metrics/job/a',
  '/metrics/job@base64/YQ',
  '/metrics/job/b/l/1',
  '/metrics/job/c',
);
const BODY = fc.constantFrom(
  'x 1\n',
  'x 2\ny 3\n',
  '',
  '# TYPE x gauge\nx 4\n',
  'x_sum 1\n',
  'no\n',
);
const STEP = fc.record({
  does: fc.constantFrom('PUT', 'PUT', 'POST', 'DELETE', 'wipe', 'fail'),
  url: URL,
  body: BODY,
  expireAfterSeconds: fc.option(fc.nat(13), { nil: undefined }),
});
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

async function take(
  intake: GroupIntake,
  journal: OpenJournal,
  step: Step & { at: number },
): Promise<void> {
  const { does, url, at, expireAfterSeconds: after } = step;
  const read = groupingOf(url);
  if (!read.ok) throw new Error(read.reason);
  if (does === 'wipe') await intake.wipe();
  else if (does === 'DELETE') await intake.remove(read.grouping, url);
  // As a snapshot has a group that was pushed to in vain alone.
  else if (does === 'fail') {
    const failed = { url, replaces: 'group', atSeconds: 0, failedAtSeconds: at } as const;
    const body = encodePushed({ ...failed, body: Buffer.alloc(0) });
    journal.records.push({ kind: 'push', body });
  } else {
    const replaces = does === 'PUT' ? 'group' : 'families';
    const expires = after === undefined ? {} : { expireAfterSeconds: after };
    await intake.receive({ url, replaces, body: Buffer.from(step.body), ...expires }, at);
  }
}

describe('a replay that leaves out what is overwritten', () => {
  it('ends in the state of one that leaves out nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async (steps) => {
        const [first, whole, brief] = [world(), world(), world()];
        for (const [i, step] of steps.entries()) {
          await take(first.intake, first.journal, { ...step, at: i + 11 });
        }
        const { records } = first.journal;
        for (const { kind, body } of records) whole.journal.kindOf(kind).replay(body);
        replayAll(records, (name) => brief.journal.kindOf(name));
        expect(brief.state()).toEqual(whole.state());
      }),
      { numRuns: 300 },
    );
  });

  it('reads of many pushes to a group the last alone', async () => {
    const { intake, journal } = world();
    const url = '/metrics/job/a';
    for (const value of [11, 12, 13]) {
      await intake.receive({ url, replaces: 'group', body: Buffer.from(`x ${value}\n`) }, value);
    }
    const read: string[] = [];
    const { overwriting } = journal.kindOf('push');
    const replay = (body: Uint8Array): void => void read.push(Buffer.from(body).toString());
    const kind = { name: 'push', replay, dump: () => [], ...(overwriting && { overwriting }) };
    replayAll(journal.records, () => kind);
    expect(read.map((text) => text.split('\n')[1])).toEqual(['x 13']);
  });

  it('reads also what stood there when a record came of which a part may have been refused', async () => {
    const { intake, journal } = world();
    const push = (value: number) =>
      intake.receive(
        { url: '/metrics/job/a', replaces: 'group', body: Buffer.from(`x ${value}\n`) },
        value,
      );
    for (const value of [11, 12]) await push(value);
    journal.records.push({ kind: 'part', body: Buffer.from('head\npart') });
    for (const value of [13, 14]) await push(value);
    const read: string[] = [];
    const replay = (body: Uint8Array): void => void read.push(Buffer.from(body).toString());
    const { overwriting } = journal.kindOf('push');
    const pushed = { name: 'push', replay, dump: () => [], ...(overwriting && { overwriting }) };
    const part = { name: 'part', isKeptInPart: true, replay, dump: () => [] } as const;
    replayAll(journal.records, (name) => (name === 'part' ? part : pushed));
    expect(read.map((text) => text.split('\n')[1])).toEqual(['x 12', 'part', 'x 14']);
  });
});
