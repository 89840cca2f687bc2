import { createHash } from 'node:crypto';
import { admissionOf } from './admission.js';
import { readTokens } from './tokens.js';

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

function world() {
  const read = readTokens(`
- { name: ci, sha256: ${hash('eleven')}, rights: [push], jobs: [sweep] }
- { name: prometheus, sha256: ${hash('twelve')}, rights: [scrape] }
- { name: root, sha256: ${hash('thirteen')}, rights: [admin] }
`);
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const { tokens } = read;
  return (line: string, authorization?: string): unknown => {
    const [method = '', route = '', url = route] = line.split(' ');
    const admission = admissionOf({ method, route, url, authorization }, tokens);
    if (admission.ok) return admission.principal.name ?? 'open';
    return [admission.problem.status, admission.challenge];
  };
}

const CHALLENGE = 'Bearer realm="metrics-gateway"';

describe('who comes in', () => {
  it.each(['/health', '/health/live', '/health/ready', '/-/healthy', '/-/ready'])(
    'is anyone who asks for %s',
    (route) => {
      expect(world()(`GET ${route}`)).toBe('open');
    },
  );

  it.each([
    ['PUT /metrics/job/* /metrics/job/sweep', 'eleven', 'ci'],
    ['POST /metrics/job@base64/* /metrics/job@base64/c3dlZXA=', 'eleven', 'ci'],
    ['DELETE /metrics/job/* /metrics/job/sweep/host/h1?x', 'eleven', 'ci'],
    ['POST /v1/push', 'eleven', 'ci'],
    ['POST /v1/events', 'eleven', 'ci'],
    ['POST /v1/metrics', 'eleven', 'ci'],
    ['GET /metrics', 'twelve', 'prometheus'],
    ['GET /metrics/job/* /metrics/job/copy', 'twelve', 'prometheus'],
    ['GET /api/v1/metrics', 'twelve', 'prometheus'],
    ['GET /', 'twelve', 'prometheus'],
    ['GET /v1/anything', 'twelve', 'prometheus'],
    ['PUT /api/v1/admin/wipe', 'thirteen', 'root'],
  ])('is for %s the one whose token has the right', (line, right, name) => {
    const come = world();
    const others = ['eleven', 'twelve', 'thirteen'].filter((token) => token !== right);
    expect(come(line, `Bearer ${right}`)).toBe(name);
    expect(others.map((token) => come(line, `bearer ${token}`))).toEqual([
      [403, expect.stringContaining('error="insufficient_scope"')],
      [403, expect.stringContaining('error="insufficient_scope"')],
    ]);
    expect(come(line)).toEqual([401, expect.not.stringContaining('error=')]);
    expect(come(line, 'Bearer fourteen')).toEqual([
      401,
      expect.stringContaining(`${CHALLENGE}, error="invalid_token"`),
    ]);
  });

  it('is told which jobs its token may push when it pushes another', () => {
    const read = readTokens(
      `- { name: ci, sha256: ${hash('eleven')}, rights: [push], jobs: [sweep, night-*] }`,
    );
    const asked = { method: 'PUT', route: '/metrics/job/*', url: '/metrics/job/copy/host/h' };
    const authorization = 'Bearer eleven';
    expect(read.ok && admissionOf({ ...asked, authorization }, read.tokens)).toMatchObject({
      who: 'ci',
      problem: {
        status: 403,
        error:
          'it was refused: the token ci may push the jobs sweep, night-*, and this is of the job "copy"',
      },
    });
  });

  it('may read with the token as a browser’s password, and not write', () => {
    const come = world();
    const basic = (token: string): string =>
      `Basic ${Buffer.from(`me:${token}`).toString('base64')}`;
    expect([
      come('GET /', basic('twelve')),
      come('POST /v1/push', basic('eleven')),
      come('GET /', 'Basic eHg='),
      come('GET /'),
    ]).toEqual([
      'prometheus',
      [401, `${CHALLENGE}, error="invalid_token"`],
      [401, `${CHALLENGE}, error="invalid_token", Basic realm="metrics-gateway"`],
      [401, `${CHALLENGE}, Basic realm="metrics-gateway"`],
    ]);
  });

  it('is everyone, with every job, where there are no tokens', () => {
    const asked = { method: 'PUT', route: '/api/v1/admin/wipe', url: '', authorization: undefined };
    const admission = admissionOf(asked, undefined);
    expect(admission.ok && [admission.principal.rights, admission.principal.mayPush('x')]).toEqual([
      ['push', 'scrape', 'admin'],
      true,
    ]);
  });
});
