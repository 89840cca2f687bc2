import { startGateway, type RunningGateway } from './fixtures/gateway.js';

let gateway: RunningGateway;

beforeEach(async () => {
  gateway = await startGateway();
});

afterEach(() => gateway.close());

const headers = {
  'content-type':
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
};
// MetricFamily { name: "x", type: GAUGE, metric { label { name: "l", value: "m" }, gauge { value: 11 } } }
const METRIC = '2213' + '0a06' + '0a016c' + '12016d' + '1209' + '090000000000002640';
const FAMILY = '1a' + '0a0178' + '1801' + METRIC;

async function push(hex: string): Promise<readonly [number, string]> {
  const body = Buffer.from(hex, 'hex');
  const answer = await gateway.ask('/metrics/job/a', { method: 'POST', body, headers });
  return [answer.status, answer.body];
}

async function held(): Promise<readonly string[]> {
  return (await gateway.samples()).filter((sample) => !sample.startsWith('gateway_'));
}

describe('a push of protobuf messages', () => {
  it('is held as its text would be', async () => {
    expect([await push(FAMILY), await held()]).toEqual([
      [200, ''],
      ['x{instance="",job="a",l="m"} 11'],
    ]);
  });

  it.each([
    [
      FAMILY.slice(0, 20),
      'the body is not MetricFamily messages: family 1: 26 bytes are announced',
    ],
    [
      FAMILY + FAMILY,
      'line 3: found a second TYPE line for x, expected one TYPE line for each metric',
    ],
  ])('%s is refused with a sentence, and changes nothing', async (hex, reason) => {
    await push(FAMILY);
    const [status, body] = await push(hex);
    expect([status, body, await held()]).toEqual([
      400,
      expect.stringContaining(`the push was refused: ${reason}`),
      ['x{instance="",job="a",l="m"} 11'],
    ]);
  });
});
