import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PlatformEvent } from '@aura/metrics';
import { startGateway, type Answer, type RunningGateway } from '../fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];

async function world(settings: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
  const gateway = await startGateway(undefined, settings);
  closers.push(() => gateway.close());
  return gateway;
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const FROM = { source: '/render/w-11' } as const;

function failed(id: string): PlatformEvent {
  const data = {
    ...({ type: 'thumbnail', level: 'fast', errorType: 'TimeoutError' } as const),
  };
  return { ...FROM, id, type: 'ai.optimization.failed', data };
}

function swept(id: string, freedBytes: number): PlatformEvent {
  const data = { seconds: 12.5, freedBytes };
  return { ...FROM, id, type: 'storage.sweep.finished', time: '2026-11-22T17:35:00Z', data };
}

function send(gateway: RunningGateway, body: unknown, type?: string): Promise<Answer> {
  const headers = { 'content-type': type ?? 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return gateway.ask('/v1/events', { method: 'POST', body: text, headers });
}

function errorOf({ status, body }: Answer): string {
  return `${String(status)} ${String(Reflect.get(Object(JSON.parse(body)), 'error'))}`;
}

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

const COUNTED = [
  'ai_optimization_failures_total{error_type="TimeoutError",job="events",optimization_type="thumbnail"} 1',
  'ai_optimization_total{job="events",level="fast",optimization_type="thumbnail"} 1',
];

describe('POST /v1/events', () => {
  it('turns one event into metrics, once however often it comes', async () => {
    const gateway = await world();
    const first = await send(gateway, failed('e-13'));
    const again = await send(gateway, failed('e-13'));
    const said = [first, again].map(({ status, body }): readonly unknown[] => [
      status,
      JSON.parse(body),
    ]);
    const one = { index: 0, id: 'e-13' };
    expect([said, await held(gateway)]).toEqual([
      [
        [200, { applied: 1, duplicates: 0, refused: 0, events: [{ ...one, outcome: 'applied' }] }],
        [
          200,
          { applied: 0, duplicates: 1, refused: 0, events: [{ ...one, outcome: 'duplicate' }] },
        ],
      ],
      COUNTED,
    ]);
  });

  it('says of each event of a batch what became of it, and takes the good ones', async () => {
    const gateway = await world();
    const misspelt = { ...failed('e-14'), type: 'ai.optimisation.failed' };
    const answer = await send(gateway, [failed('e-13'), misspelt, failed('e-13'), 17]);
    expect([answer.status, JSON.parse(answer.body), await held(gateway)]).toEqual([
      207,
      {
        ...{ applied: 1, duplicates: 1, refused: 2 },
        events: [
          { index: 0, id: 'e-13', outcome: 'applied' },
          {
            ...{ index: 1, id: 'e-14', outcome: 'refused', reason: 'malformed' },
            error:
              'type cannot be "ai.optimisation.failed"; the nearest is "ai.optimization.failed"',
          },
          { index: 2, id: 'e-13', outcome: 'duplicate' },
          {
            ...{ index: 3, outcome: 'refused', reason: 'malformed' },
            error: 'it is not an object with id, source, type and data',
          },
        ],
      },
      COUNTED,
    ]);
    expect(await gateway.samples()).toEqual(
      expect.arrayContaining([
        'gateway_pushes_total{route="events",outcome="accepted"} 1',
        'gateway_pushes_total{route="events",outcome="refused"} 1',
        'gateway_refusals_total{route="events",reason="malformed"} 1',
      ]),
    );
  });

  it('takes one event a line, also in gzip, and says which line is no event', async () => {
    const gateway = await world();
    const lines = [JSON.stringify(failed('e-13')), '', '{', JSON.stringify(swept('e-14', 19))];
    const notJson: unknown = expect.stringMatching(/^the line is not JSON: /);
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    const body = new Uint8Array(gzipSync(`${lines.join('\n')}\n`));
    const answer = await gateway.ask('/v1/events', { method: 'POST', body, headers });
    expect([answer.status, JSON.parse(answer.body), await held(gateway)]).toMatchObject([
      207,
      {
        events: [
          { index: 0, outcome: 'applied' },
          { index: 1, outcome: 'refused', error: notJson },
          { index: 2, outcome: 'applied' },
        ],
      },
      [
        ...COUNTED,
        'storage_sweep_duration_seconds{job="events"} 12.5',
        'storage_sweep_freed_bytes{job="events"} 19',
        'storage_sweep_last_success_timestamp_seconds{job="events"} 1795368900',
      ],
    ]);
  });

  it('takes CloudEvents in structured JSON, with the attributes that others add', async () => {
    const gateway = await world();
    const event = { specversion: '1.0', ...failed('e-13'), datacontenttype: 'application/json' };
    const traced = { ...event, traceparent: '00-11-12-01' };
    const one = await send(gateway, traced, 'application/cloudevents+json; charset=utf-8');
    const batch = await send(gateway, [traced], 'application/cloudevents-batch+json');
    const none = await send(gateway, [], 'application/cloudevents-batch+json');
    const mistaken = [
      await send(gateway, traced),
      await send(gateway, [traced], 'application/cloudevents+json'),
      await send(gateway, traced, 'application/cloudevents-batch+json'),
      await send(gateway, traced, 'application/cloudevents+avro'),
      await send(gateway, { ...event, specversion: '0.3' }),
    ];
    expect([one.status, batch.status, none.status, mistaken.map(errorOf)]).toEqual([
      ...[200, 200, 200],
      [
        '400 the event was refused: there is no "traceparent" here; the nearest is "type"',
        '400 the events were refused: the body is an array: application/cloudevents-batch+json',
        '400 the events were refused: the body is no array; one event alone is application/cloudevents+json',
        '415 the events were refused: the body is application/cloudevents+avro; of CloudEvents, JSON is taken: application/cloudevents+json',
        '400 the event was refused: specversion is "0.3", and "1.0" is taken',
      ],
    ]);
  });

  it('refuses bodies that nobody can read, and counts them', async () => {
    const gateway = await world();
    const many = Array.from({ length: 1_001 }, (_, i) => failed(`e-${String(i)}`));
    const refusals = [
      await send(gateway, ''),
      await send(gateway, '{'),
      await send(gateway, many),
      await send(gateway, `${'\n'.repeat(1_000)}{}`, 'application/x-ndjson'),
      await send(gateway, [17, 19]),
    ];
    expect([refusals.map(errorOf), await held(gateway)]).toEqual([
      [
        '400 the events were refused: the body is empty',
        expect.stringMatching(/^400 the events were refused: the body is not JSON: /),
        '413 the events were refused: the body has 1001 events, and at most 1000 are taken at once',
        '413 the events were refused: the body has more than 1000 lines, and at most 1000 are taken at once',
        '400 all 2 events were refused; the first: it is not an object with id, source, type and data',
      ],
      [],
    ]);
    expect(await gateway.samples()).toEqual([
      'gateway_pushes_total{route="events",outcome="refused"} 5',
      'gateway_refusals_total{route="events",reason="malformed"} 3',
      'gateway_refusals_total{route="events",reason="oversized"} 2',
    ]);
  });

  it('takes of a batch what there is room for, and says when to send the rest again', async () => {
    const gateway = await world(); // for 100 series
    const lines = Array.from({ length: 98 }, (_, i) => `rows{n="${String(i)}"} 1\n`).join('');
    await gateway.ask('/metrics/job/copy', { method: 'PUT', body: lines });
    const batch = await send(gateway, [swept('e-13', 19), failed('e-14')]);
    const alone = await send(gateway, swept('e-13', 19));
    const { events } = JSON.parse(batch.body) as { readonly events: readonly unknown[] }; // seen above
    expect([batch.status, batch.headers.get('retry-after'), events, errorOf(alone)]).toEqual([
      207,
      '60',
      [
        expect.objectContaining({ index: 0, outcome: 'refused', reason: 'full' }),
        { index: 1, id: 'e-14', outcome: 'applied' },
      ],
      expect.stringMatching(/^429 the event was refused: it would open 3 series more, /),
    ]);
    expect((await held(gateway)).slice(0, 2)).toEqual(COUNTED);
  });

  it('does not move what a group holds, and says which group', async () => {
    const gateway = await world();
    const body = '# TYPE storage_sweep_freed_bytes gauge\nstorage_sweep_freed_bytes 11\n';
    await gateway.ask('/metrics/job/storage-sweep', { method: 'PUT', body });
    expect(errorOf(await send(gateway, swept('e-13', 19)))).toBe(
      '400 the event was refused: family storage_sweep_freed_bytes is pushed to /metrics/job/… too, by the group {job="storage-sweep"}; a family is pushed one way or the other, so give one of the two another name',
    );
    expect(await held(gateway)).toEqual([
      'storage_sweep_freed_bytes{instance="",job="storage-sweep"} 11',
    ]);
  });

  it('keeps sums, ids, what is in flight and who set a gauge over a restart', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'v1-events-'));
    const started = { ...FROM, id: 's-1', type: 'video.generation.started' } as const;
    const events = [failed('e-13'), swept('e-14', 19), { ...started, data: { generation: 'g-1' } }];
    const first = await startGateway(undefined, { DATA_DIR: folder });
    await send(first, events);
    const before = await held(first);
    await first.close();
    const second = await world({ DATA_DIR: folder });
    closers.push(() => rm(folder, { recursive: true }));
    const earlier = { ...swept('e-15', 11), time: '2026-11-22T17:34:59Z' };
    const again = await send(second, [...events, earlier]);
    expect([JSON.parse(again.body), await held(second)]).toMatchObject([
      { applied: 1, duplicates: 3, refused: 0 },
      before,
    ]);
    expect(before).toContain('video_generations_in_flight{job="events"} 1');
  });
});
