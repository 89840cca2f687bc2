import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../fixtures/free-port.js';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';
import { dataFolder } from '../fixtures/process.js';
import { itBeside, startBeside } from '../proofs/beside.js';

const withPrometheus = itBeside('prometheus');
const OPEN = { headers: { accept: 'application/openmetrics-text;version=1.0.0' } };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A gateway with a journal, and a start of it with the same one. */
async function world() {
  const { folder, remove } = await dataFolder();
  closers.push(remove);
  const start = () => startGateway(undefined, { DATA_DIR: folder });
  return { start };
}

const TRACES = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b74bf92f3577b34da6'] as const;

/** An increment and an export that have exemplars from a moment ago. */
async function feed(gateway: RunningGateway): Promise<number> {
  const at = Math.floor(Date.now() / 1000) - 3;
  const [trace, other] = TRACES;
  const exemplar = { labels: { trace_id: trace }, value: 1, timestamp: at };
  const waited = { labels: { trace_id: other }, value: 0.75, timestamp: at + 0.25 };
  const counts = { labels: {}, buckets: [1, 4], sum: 9.5, count: 5 };
  const families = [
    { name: 'cuts_total', type: 'counter', series: [{ labels: {}, value: 3, exemplar }] },
    ...[{ name: 'waits', type: 'histogram', buckets: [0.5, 2.5] }].map((family) => ({
      ...family,
      series: [{ ...counts, exemplars: [waited] }],
    })),
  ];
  const body = JSON.stringify({ producer: 'w-1', sequence: 1, families });
  const answers = [
    await gateway.ask('/v1/push', { method: 'POST', body }),
    await gateway.ask('/v1/metrics', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(exportOf(at)),
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  return at;
}

function exportOf(at: number): unknown {
  const times = { timeUnixNano: `${String(at)}500000000` };
  const filteredAttributes = [{ key: 'http.route', value: { stringValue: '/cut' } }];
  const ids = { traceId: TRACES[1].toUpperCase(), spanId: '00F067AA0BA902B7' };
  const exemplars = [{ ...times, ...ids, asInt: '2', filteredAttributes }];
  const dataPoints = [{ ...times, startTimeUnixNano: '11', asInt: '13', exemplars }];
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints };
  const scopeMetrics = [{ metrics: [{ name: 'renders', sum }] }];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'mux' } }] };
  return { resourceMetrics: [{ resource, scopeMetrics }] };
}

/** Of a page the lines of what was fed. */
function fedIn(page: string): readonly string[] {
  return page.split('\n').filter((line) => /^(cuts|waits|renders)_/.test(line));
}

function linesWith(exemplar: (trace: string, rest: string) => string, at: number) {
  const [trace, other] = TRACES;
  const span = 'span_id="00f067aa0ba902b7",';
  return [
    `cuts_total 3${exemplar(`trace_id="${trace}"`, `1 ${String(at)}`)}`,
    `renders_total{job="mux"} 13${exemplar(`http_route="/cut",${span}trace_id="${other}"`, `2 ${String(at + 0.5)}`)}`,
    'waits_bucket{le="0.5"} 1',
    `waits_bucket{le="2.5"} 4${exemplar(`trace_id="${other}"`, `0.75 ${String(at + 0.25)}`)}`,
    'waits_bucket{le="+Inf"} 5',
    'waits_sum 9.5',
    'waits_count 5',
  ];
}

describe('exemplars of what was pushed and exported', () => {
  it('stand in OpenMetrics alone, before a restart and after it', async () => {
    const { start } = await world();
    const first = await start();
    const at = await feed(first);
    const open = async (one: RunningGateway) => fedIn((await one.ask('/metrics', OPEN)).body);
    const before = await open(first);
    const text = fedIn((await first.ask('/metrics')).body);
    await first.close();
    const second = await start();
    closers.push(() => second.close());
    const lines = linesWith((labels, rest) => ` # {${labels}} ${rest}`, at);
    expect([before, await open(second)]).toEqual([lines, lines]);
    expect(text).toEqual(linesWith(() => '', at));
  });

  withPrometheus(
    'are what Prometheus answers when it is asked for them',
    async () => {
      const { start } = await world();
      const gateway = await start();
      closers.push(() => gateway.close());
      const at = await feed(gateway);
      const prometheus = await prometheusOf(gateway);
      const found = await settled(prometheus, at - 60);
      const [trace, other] = TRACES;
      const job = 'gateway';
      const [cuts, renders, waits] = ['cuts_total', 'renders_total', 'waits_bucket'];
      const counter = { __name__: cuts, job };
      const exported = { __name__: renders, job: 'mux' };
      const bucket = { __name__: waits, job, le: '2.5' };
      const labels = { http_route: '/cut', span_id: '00f067aa0ba902b7', trace_id: other };
      expect(found).toEqual([
        [cuts, counter, { labels: { trace_id: trace }, value: '1', timestamp: at }],
        [renders, exported, { labels, value: '2', timestamp: at + 0.5 }],
        [waits, bucket, { labels: { trace_id: other }, value: '0.75', timestamp: at + 0.25 }],
      ]);
    },
    60_000,
  );
});

async function prometheusOf({ url }: RunningGateway): Promise<string> {
  const { folder, remove } = await dataFolder();
  closers.push(remove);
  const file = path.join(folder, 'prometheus.yml');
  const targets = [new URL(url).host];
  const job = { job_name: 'gateway', honor_labels: true, static_configs: [{ targets }] };
  const global = { scrape_interval: '300ms', scrape_timeout: '300ms' };
  await writeFile(file, JSON.stringify({ global, scrape_configs: [job] }));
  const host = `127.0.0.1:${String(await freePort())}`;
  const args = [
    ...[`--config.file=${file}`, `--storage.tsdb.path=${folder}/data`],
    ...['--enable-feature=exemplar-storage', `--web.listen-address=${host}`],
  ];
  const ready = `http://${host}/-/ready`;
  closers.push(await startBeside({ name: 'prometheus', args, ready }));
  return `http://${host}`;
}

interface Found {
  readonly seriesLabels: { readonly __name__: string };
  readonly exemplars: readonly unknown[];
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/#querying-exemplars */
interface Answer {
  readonly data: readonly Found[];
}

const NOTHING: Answer = { data: [] };

/** Asks until all three are there; what there is by then. Of each series its labels, but for its target's, and its exemplars. */
async function settled(prometheus: string, from: number): Promise<readonly unknown[]> {
  const query = encodeURIComponent('{__name__=~"cuts_total|waits_bucket|renders_total"}');
  const url = `${prometheus}/api/v1/query_exemplars?query=${query}&start=${String(from)}&end=${String(from + 600)}`;
  for (let left = 60; ; left -= 1) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    // It listens before it is ready, and answers 503 until it is.
    const { data } = response.ok ? ((await response.json()) as Answer) : NOTHING;
    if (data.length >= 3 || left === 0) return data.map(told).sort(byName);
    await pause(250);
  }
}

function told({ seriesLabels, exemplars }: Found): readonly [name: string, ...unknown[]] {
  const labels = Object.entries(seriesLabels).filter(([label]) => label !== 'instance');
  return [seriesLabels.__name__, Object.fromEntries(labels), ...exemplars];
}

function byName([a]: ReturnType<typeof told>, [b]: ReturnType<typeof told>): number {
  return a < b ? -1 : 1;
}
