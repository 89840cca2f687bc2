import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expositionIn, type BodyHeaders, type BodyRead } from './body.js';

const LIMITS = { bodyBytes: 5_000, inflatedBytes: 300, inflation: 11, writtenBytes: 700 };

async function read(sent: Uint8Array, headers: BodyHeaders = {}): Promise<BodyRead> {
  return expositionIn(sent, headers, LIMITS);
}

const GZIP = { 'content-encoding': 'gzip' };
const SMALLER = 'Send less at once, in several pushes if need be.';

describe('a body', () => {
  it.each([{}, { 'content-encoding': 'identity' }])(
    'is taken as it is with %j',
    async (headers) => {
      const sent = Buffer.from('x 11\n');
      expect(await read(sent, headers)).toEqual({ ok: true, bytes: sent });
    },
  );

  it.each(['gzip', 'GZip ', 'x-gzip'])(
    'is inflated when it is encoded with %j',
    async (encoding) => {
      const text = Buffer.from('x 11\n'.repeat(60));
      const answer = await read(gzipSync(text), { 'content-encoding': encoding });
      expect(answer).toEqual({ ok: true, bytes: text });
    },
  );

  it('may be as long as the limit once it is inflated, and no longer', async () => {
    const noise = (bytes: number) =>
      gzipSync(createHash('shake256', { outputLength: bytes }).digest());
    expect(await read(noise(5_000), GZIP)).toMatchObject({ ok: true });
    const long = noise(5_001);
    expect(await read(long, GZIP)).toEqual({
      ok: false,
      status: 413,
      error: `the body of ${String(long.length)} bytes inflates to more than 5000, which is the limit`,
      advice: SMALLER,
    });
  });

  it('is refused when it inflates to too many times its size', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000));
    const allowed = bomb.length * 11;
    expect(await read(bomb, GZIP)).toEqual({
      ok: false,
      status: 413,
      error: `the body of ${String(bomb.length)} bytes inflates to more than ${String(allowed)}, and more than 11 times its size is refused`,
      advice: SMALLER,
    });
  });

  it('is not inflated further than it may be', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000), { level: 9 });
    const before = process.resourceUsage().maxRSS;
    const { status } = (await read(bomb, GZIP)) as { status: number }; // refused, as the next line proves
    expect(status).toBe(413);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(20_000); // KiB
  });

  it.each([
    ['no gzip', Buffer.from('x 1\n'), 'incorrect header check'],
    ['half of it', gzipSync(Buffer.from('x 1\n')).subarray(0, 20), 'unexpected end of file'],
    ['nothing', Buffer.alloc(0), 'unexpected end of file'],
  ])('that is said to be gzip and is %s is refused', async (_, sent, reason) => {
    expect(await read(sent, GZIP)).toEqual({
      ok: false,
      status: 400,
      error: `the body is not gzip: ${reason}`,
      advice: 'Compress the text with gzip and send all of it, or send it uncompressed.',
    });
  });

  it('of another encoding is refused', async () => {
    expect(await read(Buffer.from('x 1\n'), { 'content-encoding': 'br' })).toEqual({
      ok: false,
      status: 415,
      error: 'the body is encoded with br',
      advice: 'Send the body as it is, or in gzip.',
    });
  });
});

const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

describe('a body in protobuf', () => {
  // MetricFamily { name: "x", type: GAUGE, metric { gauge { value: 11 } } }, after its length
  const family = Buffer.from(
    '12' + '0a0178' + '1801' + '220b' + '1209' + '090000000000002640',
    'hex',
  );

  it.each([
    [{ 'content-type': PROTOBUF }, family],
    [{ 'content-type': PROTOBUF, ...GZIP }, gzipSync(family)],
  ])('is the text it stands for, with %j', async (headers, sent) => {
    const answer = await read(sent, headers);
    expect(answer.ok && Buffer.from(answer.bytes).toString()).toBe('# TYPE x gauge\nx 11\n');
  });

  it('that is short, and long as text, is refused before it is written out', async () => {
    // MetricFamily { name: "x…", type: GAUGE, metric { gauge {} }, … }, after its length
    const name = Buffer.concat([Buffer.from('0a64', 'hex'), Buffer.alloc(100, 'x')]);
    const metric = Buffer.from('22021200', 'hex');
    const familyOf = (metrics: number) =>
      Buffer.concat([name, Buffer.from('1801', 'hex'), ...Array<Buffer>(metrics).fill(metric)]);
    const sent = (metrics: number) => {
      const whole = familyOf(metrics);
      return Buffer.concat([Buffer.from([(whole.length % 128) | 128, whole.length >> 7]), whole]);
    };
    expect(await read(sent(7), { 'content-type': PROTOBUF })).toMatchObject({ ok: true });
    expect(await read(sent(8), { 'content-type': PROTOBUF })).toEqual({
      ok: false,
      status: 413,
      error: 'the body is more than 700 bytes as text',
      advice: SMALLER,
    });
  });

  it('that is cut is refused with a sentence', async () => {
    expect(await read(family.subarray(0, 9), { 'content-type': PROTOBUF })).toEqual({
      ok: false,
      status: 400,
      error:
        'the body is not MetricFamily messages: family 1: 18 bytes are announced, and 8 are left',
      advice:
        'Send whole messages of proto=io.prometheus.client.MetricFamily, each after its length.',
    });
  });

  it('of another kind is refused', async () => {
    const type = 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily';
    expect(await read(family, { 'content-type': type })).toMatchObject({
      status: 415,
      error: `the body is ${type}`,
    });
  });
});
