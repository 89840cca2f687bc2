import { gzipSync } from 'node:zlib';
import { startGateway, type Answer, type RunningGateway } from '../fixtures/gateway.js';
import { attribute, pointOf, requestOf, sumOf, type Pushed } from './fixtures/request.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function world(settings: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
  const gateway = await startGateway(undefined, settings);
  closers.push(() => gateway.close());
  return gateway;
}

function send(gateway: RunningGateway, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return gateway.ask('/v1/metrics', { method: 'POST', body: JSON.stringify(body), headers });
}

function sendBytes(
  gateway: RunningGateway,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const all = { 'content-type': 'application/x-protobuf', ...headers };
  return gateway.ask('/v1/metrics', { method: 'POST', body: new Uint8Array(bytes), headers: all });
}

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

function parsed({ status, body }: Answer): readonly unknown[] {
  return [status, JSON.parse(body)];
}

function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

describe('POST /v1/metrics', () => {
  it('adds deltas once each, and what cumulative streams have grown by', async () => {
    const gateway = await world();
    const delta = (value: number, time: number) => sumOf('render.jobs', 1, [{ value, time }]);
    const total = (value: number, time: number, start = 11) =>
      sumOf('render.frames', 2, [{ value, time, start }]);
    await send(gateway, requestOf([delta(3, 21), total(100, 21)]));
    await send(gateway, requestOf([delta(3, 21), total(100, 21)])); // a retry
    await send(gateway, requestOf([delta(4, 22), total(130, 23)]));
    await send(gateway, requestOf([total(120, 22)])); // late
    await send(gateway, requestOf([total(7, 24)])); // fell: a reset
    const last = await send(gateway, requestOf([total(5, 25, 24)])); // a new start
    expect([parsed(last), await gateway.samples()]).toEqual([
      [200, {}],
      expect.arrayContaining([
        'render_jobs_total{job="render"} 7',
        'render_frames_total{job="render"} 142',
        'gateway_pushes_total{route="otlp",outcome="accepted"} 4',
        'gateway_pushes_total{route="otlp",outcome="duplicate"} 2',
      ]),
    ]);
  });

  it('takes the rest where one metric is bad, and names metric, attribute and nearest right name', async () => {
    const gateway = await world();
    const attributes = [attribute('stage', 'muxx'), attribute('error_type', 'TimeoutError')];
    const failures = [{ value: 1, time: 21, attributes }];
    const answer = await send(
      gateway,
      requestOf([
        sumOf('render.jobs', 1, [{ value: 3, time: 21 }]),
        sumOf('video_generation_failures', 1, failures),
        { name: 'render.sizes', exponentialHistogram: { dataPoints: [{}, {}] } },
        {
          name: 'render.heat',
          unit: 'Cel',
          gauge: { dataPoints: [{ asDouble: 'NaN', timeUnixNano: '1' }] },
        },
        {
          name: 'render.load',
          gauge: { dataPoints: [pointOf({ value: 9, time: 0 }), { flags: 1 }] },
        },
      ]),
    );
    expect([parsed(answer), await held(gateway)]).toEqual([
      [
        200,
        {
          partialSuccess: {
            rejectedDataPoints: '5',
            errorMessage: [
              'metric video_generation_failures: family video_generation_failures_total, series 1: the label stage cannot be "muxx"; the nearest is "render"',
              'metric render.sizes: it is of the type exponential histogram, whose points cannot be added up here; let it be a histogram with explicit buckets',
              'metric render.heat, point 1: its value is NaN, which cannot be added or replaced',
              'metric render.load, point 1: it has no timeUnixNano',
            ]
              .map(String)
              .join('; '),
          },
        },
      ],
      ['render_jobs_total{job="render"} 3'],
    ]);
  });

  it('rejects what a wrong clock would keep from being replaced, and takes what it would not', async () => {
    const gateway = await world();
    const micros = Date.now() * 1_000;
    const wrong = { value: 11, time: micros + 400e6 };
    const right = { value: 12, time: micros + 200e6 };
    const level = (point: Pushed) => ({ name: 'level', gauge: { dataPoints: [pointOf(point)] } });
    const jobs = ([1, 2] as const).map((temporality) =>
      sumOf(`jobs_${String(temporality)}`, temporality, [wrong]),
    );
    const first = await send(gateway, requestOf([level(wrong), ...jobs]));
    const second = await send(gateway, requestOf([level(right)]));
    const errorMessage = [
      'metric level, point 1: its timeUnixNano is 400 s ahead of the clock here, and 300 s are the most; set the clock of its sender right',
      'metric jobs_2, point 1: its timeUnixNano is 400 s ahead of the clock here, and 300 s are the most; set the clock of its sender right',
    ].join('; ');
    expect([parsed(first), parsed(second), await held(gateway)]).toEqual([
      [200, { partialSuccess: { rejectedDataPoints: '2', errorMessage } }],
      [200, {}],
      ['jobs_1_total{job="render"} 11', 'level{job="render"} 12'],
    ]);
  });

  it('says which attribute a label was that the catalogue does not know', async () => {
    const gateway = await world();
    const attributes = [
      attribute('stage', 'render'),
      attribute('error.type', 'TimeoutError'),
      attribute('task.stage', 'mux'),
    ];
    const failures = sumOf('video_generation_failures', 1, [{ value: 1, time: 21, attributes }]);
    const answer = await send(gateway, requestOf([failures]));
    const errorMessage =
      'metric video_generation_failures: family video_generation_failures_total, series 1: there is no label task_stage; the nearest is stage (the label task_stage is the attribute task.stage)';
    expect([parsed(answer), await held(gateway)]).toEqual([
      [200, { partialSuccess: { rejectedDataPoints: '1', errorMessage } }],
      [],
    ]);
  });

  it('refuses what it cannot read with a Status in the format of the request, and changes nothing', async () => {
    const gateway = await world();
    const headers = { 'content-type': 'text/plain' };
    const answers = [
      await gateway.ask('/v1/metrics', {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      }),
      await gateway.ask('/v1/metrics', { method: 'POST', body: 'x 1', headers }),
      await send(gateway, { resourceMetrics: [{ scopeMetrics: [{ metrics: 'x' }] }] }),
    ];
    const bytes = await sendBytes(gateway, Buffer.from([10, 3, 1]));
    expect([answers.map(parsed), bytes.status, bytes.headers.get('content-type')]).toEqual([
      [
        [
          400,
          {
            code: 3,
            message: like(/^the export was refused: the body is no JSON: /),
          },
        ],
        [
          415,
          {
            code: 3,
            message:
              'the export was refused: its content-type is neither application/x-protobuf nor application/json',
          },
        ],
        [
          400,
          {
            code: 3,
            message:
              'the export was refused: the body is no ExportMetricsServiceRequest: metrics is not a list',
          },
        ],
      ],
      400,
      'application/x-protobuf',
    ]);
    expect(bytes.body).toBe(
      '\u0008\u0003\u0012ithe export was refused: the body is no ExportMetricsServiceRequest: 3 bytes are announced, and 1 are left',
    );
    expect(await gateway.samples()).toEqual(
      expect.arrayContaining([
        'gateway_refusals_total{route="otlp",reason="malformed"} 3',
        'gateway_refusals_total{route="otlp",reason="encoding"} 1',
      ]),
    );
  });

  it('asks to be tried again where there is no room for any of it', async () => {
    const gateway = await world(); // for 100 series
    const points = Array.from({ length: 101 }, (_, i) => ({
      value: 1,
      time: 21,
      attributes: [attribute('n', String(i))],
    }));
    const full = await send(gateway, requestOf([sumOf('render.jobs', 1, points)]));
    const some = await send(
      gateway,
      requestOf([
        sumOf('render.jobs', 1, points),
        sumOf('render.frames', 1, [{ value: 5, time: 21 }]),
      ]),
    );
    const fits = await send(gateway, requestOf([sumOf('render.jobs', 1, points.slice(0, 90))]));
    expect([
      full.status,
      full.headers.get('retry-after'),
      JSON.parse(full.body),
      parsed(some),
      parsed(fits),
    ]).toEqual([
      429,
      '60',
      {
        code: 8,
        message: like(/^the export was refused: metric render\.jobs: .*101 series/),
      },
      [200, { partialSuccess: { rejectedDataPoints: '101', errorMessage: like(/./) } }],
      [200, {}],
    ]);
  });

  it('reads gzip, and refuses a bomb and other encodings', async () => {
    const gateway = await world();
    const body = gzipSync(
      JSON.stringify(requestOf([sumOf('render.jobs', 1, [{ value: 3, time: 21 }])])),
    );
    const json = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const statuses = [
      (await sendBytes(gateway, body, json)).status,
      (await sendBytes(gateway, gzipSync(Buffer.alloc(4_000_000)), json)).status,
      (await sendBytes(gateway, body, { ...json, 'content-encoding': 'br' })).status,
    ];
    expect([statuses, await held(gateway)]).toEqual([
      [200, 413, 415],
      ['render_jobs_total{job="render"} 3'],
    ]);
  });
});
