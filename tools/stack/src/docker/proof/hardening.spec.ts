import { leaksIn } from './hardening.js';

const KEY = '-----BEGIN PRIVATE KEY-----\neleven\ntwelve\n-----END PRIVATE KEY-----\n';
const secrets = [
  { name: 'web_key', value: KEY },
  { name: 'redis_password', value: 'thirteen-thirteen-13' },
];
const read = (stdout: string) => ({ where: 'log of redis', told: { ok: true, stdout } as const });

describe('secrets that were told', () => {
  it('are found as they are, and as JSON writes them', () => {
    expect(leaksIn([read(`started with ${KEY}`)], secrets)).toEqual(['web_key in log of redis']);
    expect(leaksIn([read(JSON.stringify({ env: [`KEY=${KEY}`] }))], secrets)).toEqual([
      'web_key in log of redis',
    ]);
    expect(leaksIn([read('all is well')], secrets)).toEqual([]);
  });

  it('are not taken for kept where a log could not be read', () => {
    const told = { ok: false, reason: 'docker did not finish before its deadline' } as const;

    expect(leaksIn([{ where: 'log of redis', told }], secrets)).toEqual([
      'log of redis was not read: docker did not finish before its deadline',
    ]);
  });
});
