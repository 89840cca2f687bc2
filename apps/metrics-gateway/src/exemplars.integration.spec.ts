import { dataFolder } from './fixtures/process.js';
import { startGateway, type RunningGateway } from './fixtures/gateway.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** Messages of less than 128 bytes, written from the protocol's own description. */
function bytes(field: number, ...content: readonly (Buffer | string)[]): Buffer {
  const all = Buffer.concat(content.map((one) => Buffer.from(one)));
  return Buffer.concat([Buffer.from([field * 8 + 2, all.length]), all]);
}

function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(9, field * 8 + 1);
  content.writeDoubleLE(value, 1);
  return content;
}

function whole(field: number, value: number): Buffer {
  return Buffer.from([field * 8, value]);
}

function exemplar(field: number, trace: string, value: number): Buffer {
  const at = bytes(3, whole(1, 13), whole(2, 0));
  return bytes(field, bytes(1, bytes(1, 'trace_id'), bytes(2, trace)), double(2, value), at);
}

function framed(...fields: readonly Buffer[]): Buffer {
  return bytes(0, ...fields).subarray(1);
}

const CUTS = framed(
  ...[bytes(1, 'cuts_total'), whole(3, 0)],
  bytes(4, bytes(3, double(1, 11), exemplar(2, 'a"b', 0.5))),
);
const WAITS = framed(
  ...[bytes(1, 'waits'), whole(3, 4)],
  bytes(
    4,
    bytes(
      7,
      ...[whole(1, 3), double(2, 9.5)],
      bytes(3, whole(1, 1), double(2, 0.5), exemplar(3, 'is not in it', 0.75)),
      bytes(3, whole(1, 2), double(2, 2.5), exemplar(3, 'c', 0.75)),
    ),
  ),
);

async function linesOf(gateway: RunningGateway, path: string, accept: string) {
  const { body } = await gateway.ask(path, { headers: { accept } });
  return body.split('\n').filter((line) => /^(cuts|waits)_/.test(line));
}

const OPEN = 'application/openmetrics-text;version=1.0.0';

describe('exemplars of a group', () => {
  it('come in protobuf, stand in OpenMetrics alone, and outlive a restart', async () => {
    const { folder, remove } = await dataFolder();
    closers.push(remove);
    const first = await startGateway(undefined, { DATA_DIR: folder });
    const put = { method: 'PUT', headers: { 'content-type': PROTOBUF } };
    const body = Buffer.concat([CUTS, WAITS]);
    const answer = await first.ask('/metrics/job/j', { ...put, body });
    const pages = async (gateway: RunningGateway) => [
      await linesOf(gateway, '/metrics', OPEN),
      await linesOf(gateway, '/metrics/job/j', OPEN),
      await linesOf(gateway, '/metrics', 'text/plain'),
    ];
    const before = await pages(first);
    await first.close();
    const second = await startGateway(undefined, { DATA_DIR: folder });
    closers.push(() => second.close());
    const group = 'instance="",job="j"';
    const lines = [
      `cuts_total{${group}} 11 # {trace_id="a\\"b"} 0.5 13`,
      `waits_bucket{${group},le="0.5"} 1`,
      `waits_bucket{${group},le="2.5"} 2 # {trace_id="c"} 0.75 13`,
      `waits_bucket{${group},le="+Inf"} 3`,
      `waits_sum{${group}} 9.5`,
      `waits_count{${group}} 3`,
    ];
    const text = lines.map((line) => line.replace(/ # .*/, ''));
    expect(answer.status).toBe(200);
    expect([before, await pages(second)]).toEqual([
      [lines, lines, text],
      [lines, lines, text],
    ]);
    await second.ask('/metrics/job/j', { method: 'POST', body: 'cuts_total 12\n' });
    expect((await linesOf(second, '/metrics', OPEN))[0]).not.toContain('#');
  });
});
