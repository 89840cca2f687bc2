import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { startGateway, type RunningGateway } from './fixtures/gateway.js';

let gateway: RunningGateway;

beforeEach(async () => {
  gateway = await startGateway();
});

afterEach(() => gateway.close());

/** fetch would inflate the answer itself. */
async function raw(encoding: string): Promise<{ encoding: string | undefined; body: Buffer }> {
  const asked = request(`${gateway.url}/metrics`, { headers: { 'accept-encoding': encoding } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { encoding: answer.headers['content-encoding'], body: await buffer(answer) };
}

const GZIP = { 'content-encoding': 'gzip' };

describe('gzip', () => {
  it('is taken and given: what is pushed compressed is served compressed to who asks', async () => {
    const body = gzipSync('x{l="ä"} 11\n');
    const { status } = await gateway.ask('/metrics/job/a', { method: 'PUT', body, headers: GZIP });
    const [plain, packed] = [await raw('identity'), await raw('gzip')];
    const line = 'x{instance="",job="a",l="ä"} 11\n';
    expect([status, plain.encoding, packed.encoding]).toEqual([200, undefined, 'gzip']);
    expect(plain.body.toString()).toContain(line);
    expect(gunzipSync(packed.body).toString()).toContain(line);
  });

  it('that would inflate beyond its bound is refused, told and counted', async () => {
    const body = gzipSync(Buffer.alloc(40_000_000, '# \n'));
    const answer = await gateway.ask('/metrics/job/a', { method: 'PUT', body, headers: GZIP });
    expect([answer.status, JSON.parse(answer.body), await gateway.samples()]).toEqual([
      413,
      {
        status: 413,
        error: `the push was refused: the body of ${String(body.length)} bytes inflates to more than ${String(Math.min(body.length * 100, 4_194_304))}, ${body.length * 100 < 4_194_304 ? 'and more than 100 times its size is refused' : 'which is the limit'}`,
        advice: 'Send less at once, in several pushes if need be.',
      },
      [
        'gateway_groups 1',
        'gateway_pushes_total{route="group",outcome="refused"} 1',
        'gateway_refusals_total{route="group",reason="oversized"} 1',
      ],
    ]);
  });
});
