import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startGateway, type RunningGateway } from './fixtures/gateway.js';

const run = promisify(execFile);

let gateway: RunningGateway;

beforeEach(async () => {
  gateway = await startGateway();
});

afterEach(() => gateway.close());

/** A line of the Pushgateway's README, for our address. */
async function sh(line: string): Promise<string> {
  const here = line.replaceAll('http://pushgateway.example.org:9091', gateway.url);
  const { stdout } = await run('bash', ['-c', `set -o pipefail\n${here}`]);
  return stdout;
}

/** https://github.com/prometheus/pushgateway#command-line, a failing status made a failing command. */
const LINES = [
  'echo "some_metric 3.14" | curl -fsS --data-binary @- http://pushgateway.example.org:9091/metrics/job/some_job',
  `cat <<EOF | curl -fsS --data-binary @- http://pushgateway.example.org:9091/metrics/job/some_job/instance/some_instance
# TYPE some_metric counter
some_metric{label="val1"} 42
# TYPE another_metric gauge
# HELP another_metric Just an example.
another_metric 2398.283
EOF`,
  'curl -fsS -X DELETE http://pushgateway.example.org:9091/metrics/job/some_job/instance/some_instance',
  'curl -fsS -X DELETE http://pushgateway.example.org:9091/metrics/job/some_job',
];

describe('the curl lines of the Pushgateway’s README', () => {
  it('do what they say there', async () => {
    const held: unknown[] = [];
    for (const line of LINES) {
      // The README's own second line contradicts its first, which had no type: the real one refuses it, too.
      await sh(line.replace('# TYPE some_metric counter\n', ''));
      held.push((await gateway.samples()).filter((sample) => !sample.startsWith('gateway_')));
    }
    const some = 'some_metric{instance="",job="some_job"} 3.14';
    const other = [
      'another_metric{instance="some_instance",job="some_job"} 2398.283',
      'some_metric{instance="some_instance",job="some_job",label="val1"} 42',
      some,
    ];
    expect(held).toEqual([[some], other, [some], []]);
  });

  it('that list the groups and spell a label in other ways do, too', async () => {
    await sh(LINES[0] ?? '');
    const listed = await sh('curl -fsS -X GET http://pushgateway.example.org:9091/api/v1/metrics');
    expect(listed).toMatch(
      /^\{"status":"success","data":\[\{"some_metric":\{"time_stamp":"[^"]+","type":"UNTYPED","metrics":\[\{"labels":\{"instance":"","job":"some_job"\},"value":"3.14"\}\]\},.*"labels":\{"job":"some_job"\},"last_push_successful":true\}\]\}$/m,
    );
    const coded = 'echo "a 11" | curl -fsS --data-binary @- http://pushgateway.example.org:9091';
    await sh(
      `${coded}/metrics/job/titan/name/%CE%A0%CF%81%CE%BF%CE%BC%CE%B7%CE%B8%CE%B5%CF%8D%CF%82`,
    );
    await sh(`${coded.replace('11', '12')}/metrics/job/titan/name@base64/zqDPgc6_zrzOt864zrXPjc-C`);
    expect(await gateway.samples()).toContain('a{instance="",job="titan",name="Προμηθεύς"} 12');
  });
});
