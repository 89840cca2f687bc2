import { bind, pushToGateway } from '@aura/instrumentation';
import { sweep } from '@aura/metrics';
import { collectDefaultMetrics, Gauge, Histogram, Pushgateway, Registry } from 'prom-client';
import { startAggregator, startGateway, type RunningGateway } from './fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];

async function world(aggregator?: string): Promise<RunningGateway> {
  const gateway = await startGateway(aggregator);
  closers.push(() => gateway.close());
  return gateway;
}

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function put(body: string, method = 'PUT'): RequestInit {
  return { method, body };
}

const NOTHING_HELD: readonly string[] = [];

describe('the metrics gateway', () => {
  it('serves its own metrics as Prometheus text before anything is pushed', async () => {
    const gateway = await world();
    const { status, headers } = await gateway.ask('/metrics');
    expect([status, headers.get('content-type'), await gateway.samples()]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      NOTHING_HELD,
    ]);
  });

  it('takes what prom-client’s own Pushgateway class pushes, adds and deletes', async () => {
    const gateway = await world();
    const registry = new Registry();
    const gauge = { name: 'batch_rows', help: 'Rows.', labelNames: ['t'], registers: [registry] };
    const rows = new Gauge(gauge);
    rows.set({ t: 'a"\\\n' }, 11);
    const waits = { name: 'batch_seconds', help: 'Waits.', buckets: [1], registers: [registry] };
    new Histogram(waits).observe(12);
    const client = new Pushgateway(gateway.url, { timeout: 5_000 }, registry);
    const target = { jobName: 'batch', groupings: { host: 'h/13' } };
    await client.push(target);
    rows.reset();
    rows.set({ t: 'b' }, NaN);
    await client.pushAdd(target);
    const pushed = await gateway.samples();
    await client.delete(target);
    const labels = 'host="h/13",instance="",job="batch"';
    expect([pushed, await gateway.samples()]).toEqual([
      [
        `batch_rows{${labels},t="b"} NaN`,
        `batch_seconds_bucket{${labels},le="1"} 0`,
        `batch_seconds_bucket{${labels},le="+Inf"} 1`,
        `batch_seconds_sum{${labels}} 12`,
        `batch_seconds_count{${labels}} 1`,
        'gateway_groups 1',
        'gateway_pushes_total{route="group",outcome="accepted"} 2',
        'gateway_series 5',
      ],
      ['gateway_pushes_total{route="group",outcome="accepted"} 2'],
    ]);
  });

  it('takes what our own push function sends, process metrics like its own included', async () => {
    const gateway = await world();
    const registry = new Registry();
    bind(registry, sweep.freed).set(17);
    collectDefaultMetrics({ register: registry });
    const push = { url: gateway.url, job: 'a/b', registry };
    expect(await pushToGateway(push)).toEqual({ ok: true });
    const { body } = await gateway.ask('/metrics');
    expect(body).toContain('storage_sweep_freed_bytes{instance="",job="a/b"} 17\n');
    expect(body.match(/^# TYPE process_start_time_seconds gauge$/gm)).toHaveLength(1);
    expect(body.match(/^process_start_time_seconds.* \d+$/gm)).toHaveLength(2);
  });

  it('takes text that curl calls a form, and a byte that is no text it refuses by line', async () => {
    const gateway = await world();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await gateway.ask('/metrics/job/a', { method: 'POST', headers, body: 'x 3.14\n' });
    const bytes = Buffer.from('x 1\ny{a="\xff"} 2\n', 'latin1');
    const binary = await gateway.ask('/metrics/job/a', { method: 'POST', body: bytes });
    expect([form.status, form.body, binary.status, binary.body]).toEqual([
      200,
      '',
      400,
      '{"status":400,"error":"the push was refused: line 2: found bytes that are not UTF-8, expected UTF-8","advice":"Correct the push; nothing of it was kept, and sent again unchanged it fails again."}',
    ]);
  });

  it('refuses bad text whole, says why, and keeps what the group had', async () => {
    const gateway = await world();
    await gateway.ask('/metrics/job/a', put('x 11\n'));
    const refused = await gateway.ask('/metrics/job/a', put('x 12\nx 13 14\n'));
    expect([refused.status, JSON.parse(refused.body), await gateway.samples()]).toEqual([
      400,
      {
        status: 400,
        error:
          'the push was refused: line 2: found "14", expected no timestamp: Prometheus sets the time when it scrapes',
        advice:
          'Correct the push; nothing of it was kept, and sent again unchanged it fails again.',
      },
      [
        'gateway_groups 1',
        'gateway_pushes_total{route="group",outcome="accepted"} 1',
        'gateway_pushes_total{route="group",outcome="refused"} 1',
        'gateway_refusals_total{route="group",reason="malformed"} 1',
        'gateway_series 1',
        'x{instance="",job="a"} 11',
      ],
    ]);
    const { body } = await gateway.ask('/metrics');
    expect(body).toMatch(/^push_failure_time_seconds\{instance="",job="a"\} 1\d{9}/m);
  });

  it('refuses a family of its own that is pushed as another type', async () => {
    const gateway = await world();
    const { status, body } = await gateway.ask('/metrics/job/a', put('gateway_groups 11\n'));
    expect([status, (JSON.parse(body) as { error: string }).error]).toEqual([
      400,
      'the push was refused: family gateway_groups is untyped here, and a gauge in the catalogue; put the line "# TYPE gateway_groups gauge" before its samples',
    ]);
  });

  it('asks for patience when it is full', async () => {
    const gateway = await world();
    const series = Array.from({ length: 101 }, (_, i) => `x{i="${String(i)}"} 1\n`).join('');
    const { status, headers, body } = await gateway.ask('/metrics/job/a', put(series));
    expect([
      status,
      headers.get('retry-after'),
      (JSON.parse(body) as { error: string }).error,
    ]).toEqual([
      429,
      '60',
      'the push was refused: it would bring the series held from 0 to 101, and the limit is 100',
    ]);
  });

  it.each([
    ['a body beyond its limit', 413, { body: 'x'.repeat(4_194_305) }],
    ['a type that is none', 415, { body: 'x 1\n', headers: { 'content-type': '///' } }],
    ['a body in brotli', 415, { body: 'x 1\n', headers: { 'content-encoding': 'br' } }],
    ['what is no gzip', 400, { body: 'x 1\n', headers: { 'content-encoding': 'gzip' } }],
    [
      'protobuf',
      415,
      { body: 'x 1\n', headers: { 'content-type': 'application/vnd.google.protobuf' } },
    ],
  ])('refuses %s, and counts that', async (_, status, init) => {
    const reason = { 400: 'malformed', 413: 'oversized', 415: 'encoding' }[status] ?? '';
    const gateway = await world();
    const answer = await gateway.ask('/metrics/job/a', { method: 'PUT', ...init });
    expect([answer.status, await gateway.samples()]).toEqual([
      status,
      [
        'gateway_groups 1',
        'gateway_pushes_total{route="group",outcome="refused"} 1',
        `gateway_refusals_total{route="group",reason="${reason}"} 1`,
      ],
    ]);
  });
});

describe('/health of the gateway', () => {
  it('is the aggregator’s answer, status, type and all', async () => {
    const aggregator = await startAggregator((request, response) => {
      response.writeHead(503, { 'content-type': 'application/health+json' });
      response.end(`{"path":"${request.url ?? ''}","accept":"${request.headers.accept ?? ''}"}`);
    });
    closers.push(() => aggregator.close());
    const gateway = await world(aggregator.url);
    const headers = { accept: 'application/health+json' };
    const answer = await gateway.ask('/health', { headers });
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      503,
      'application/health+json',
      '{"path":"/health","accept":"application/health+json"}',
    ]);
  });

  it('says that nobody can say when the aggregator is silent', async () => {
    const aggregator = await startAggregator(() => undefined);
    closers.push(() => aggregator.close());
    const gateway = await world(aggregator.url);
    const { status, body } = await gateway.ask('/health');
    expect([status, JSON.parse(body)]).toEqual([
      503,
      {
        status: 'unknown',
        error: `nobody can say how the system is: the health aggregator at ${aggregator.url} did not answer: its answer did not finish within 2000 ms`,
        advice: 'Start the health aggregator, or set HEALTH_AGGREGATOR_URL to where it is.',
      },
    ]);
  });

  it('does not keep the gateway itself from being alive and ready', async () => {
    const gateway = await world();
    const [live, ready] = [await gateway.ask('/health/live'), await gateway.ask('/health/ready')];
    expect([live.status, ready.status]).toEqual([200, 200]);
  });
});
