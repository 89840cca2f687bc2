import { startGateway, type RunningGateway } from './fixtures/gateway.js';

let gateway: RunningGateway;

beforeEach(async () => {
  gateway = await startGateway();
});

afterEach(() => gateway.close());

const HISTOGRAM =
  '# TYPE h histogram\n# HELP h Waits.\nh_bucket{le="0.5"} 11\nh_bucket{le="+Inf"} 12\nh_sum 13.5\nh_count 12\n';
const WHEN = /"time_stamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g;

describe('the Pushgateway’s API', () => {
  it('lists the groups with what they hold as JSON', async () => {
    const push = (path: string, body: string) => gateway.ask(path, { method: 'PUT', body });
    await push(
      '/metrics/job/b',
      'x{__proto__="1"} 14\n# TYPE s summary\ns{quantile="0.5"} NaN\ns_sum 0\ns_count 0\n',
    );
    await push('/metrics/job/a/host/ä', HISTOGRAM);
    await push('/metrics/job/a/host/ä', 'x 1 2\n');
    const { status, headers, body } = await gateway.ask('/api/v1/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    const a = '"labels":{"host":"ä","instance":"","job":"a"}';
    const b = '"labels":{"instance":"","job":"b"';
    const stamps = (labels: string): string =>
      ['failure_', '']
        .map(
          (what) =>
            `"push_${what}time_seconds":{"time_stamp":"","type":"GAUGE","help":"Last Unix time when changing this group in the Pushgateway ${what === '' ? 'succeeded' : 'failed'}.","metrics":[{${labels},"value":"now"}]},`,
        )
        .join('');
    const timeless = body
      .replace(WHEN, '"time_stamp":""')
      .replace(/"value":"(0|\d{10}(\.\d+)?)"/g, '"value":"now"');
    expect(timeless).toBe(
      `{"status":"success","data":[{"h":{"time_stamp":"","type":"HISTOGRAM","help":"Waits.","metrics":[{${a},"buckets":{"0.5":"11","+Inf":"12"},"sum":"13.5","count":"12"}]},${stamps(a)}"labels":{"host":"ä","job":"a"},"last_push_successful":false},` +
        `{"x":{"time_stamp":"","type":"UNTYPED","metrics":[{"labels":{"__proto__":"1","instance":"","job":"b"},"value":"14"}]},"s":{"time_stamp":"","type":"SUMMARY","metrics":[{${b}},"quantiles":{"0.5":"NaN"},"sum":"0","count":"0"}]},${stamps(`${b}}`)}"labels":{"job":"b"},"last_push_successful":true}]}\n`,
    );
  });

  it('shows one group alone, and says when it is not held or named wrongly', async () => {
    await gateway.ask('/metrics/job/a', {
      method: 'PUT',
      body: '# TYPE x_total counter\nx_total 11\n',
    });
    await gateway.ask('/metrics/job/b', { method: 'PUT', body: 'x_total 12\n' });
    const text = await gateway.ask('/metrics/job/a');
    const headers = { accept: 'application/openmetrics-text;version=1.0.0' };
    const open = await gateway.ask('/metrics/job@base64/YQ', { headers });
    const others = [await gateway.ask('/metrics/job/c'), await gateway.ask('/metrics/job/c/d')];
    expect(text.body.replace(/ \d{10}\.\d+$/gm, ' now')).toBe(
      [
        '# HELP push_failure_time_seconds Last Unix time when changing this group in the Pushgateway failed.',
        '# TYPE push_failure_time_seconds gauge',
        'push_failure_time_seconds{instance="",job="a"} 0',
        '# HELP push_time_seconds Last Unix time when changing this group in the Pushgateway succeeded.',
        '# TYPE push_time_seconds gauge',
        'push_time_seconds{instance="",job="a"} now',
        '# TYPE x_total counter',
        'x_total{instance="",job="a"} 11',
        '',
      ].join('\n'),
    );
    expect(open.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(open.body.slice(-65)).toContain(
      '# TYPE x counter\nx_total{instance="",job="a"} 11\n# EOF\n',
    );
    expect(
      others.map(({ status, body }) => [
        status,
        (JSON.parse(body) as Error & { error: string }).error,
      ]),
    ).toEqual([
      [404, 'the group {job="c"} is not held'],
      [400, 'the path /metrics/job/c/d ends in a label without a value'],
    ]);
  });

  it('forgets everything at a stroke where that is allowed, and else has no such path', async () => {
    const open = await startGateway(undefined, { ADMIN_API: 'on' });
    const left: unknown[] = [];
    for (const one of [gateway, open]) {
      for (const job of ['a', 'b/host/%C3%A4']) {
        await one.ask(`/metrics/job/${job}`, { method: 'PUT', body: 'x 11\n' });
      }
      const { status } = await one.ask('/api/v1/admin/wipe', { method: 'PUT' });
      left.push(status, (await one.samples()).includes('gateway_groups 2'));
    }
    await open.close();
    expect(left).toEqual([404, true, 202, false]);
  });

  it.each(['/-/healthy', '/-/ready'])('answers %s', async (path) => {
    const { status, body } = await gateway.ask(path);
    expect([status, body]).toEqual([200, 'OK\n']);
  });
});
