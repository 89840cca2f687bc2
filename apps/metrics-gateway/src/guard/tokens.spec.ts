import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readTokens, tokenFaults as faults } from './tokens.js';

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

const FILE = `
- name: ci
  sha256: ${hash('eleven')}
  rights: [push]
  jobs: [sweep, nightly-*]
- name: prometheus
  sha256: ${hash('twelve').toUpperCase()}
  rights: [scrape, admin]
`;

describe('a file of tokens', () => {
  it('lets in whose token has the digest of an entry, with its rights and jobs', () => {
    const read = readTokens(FILE);
    const found = (token: string): unknown => {
      const principal = read.ok ? read.tokens.find(token) : undefined;
      return principal && [principal.name, principal.rights];
    };
    expect([found('eleven'), found('twelve'), found('thirteen'), found(hash('eleven'))]).toEqual([
      ['ci', ['push']],
      ['prometheus', ['scrape', 'admin']],
      undefined,
      undefined,
    ]);
  });

  it('takes a job by its whole name or by its beginning, and no other', () => {
    const read = readTokens(FILE);
    const principal = read.ok ? read.tokens.find('eleven') : undefined;
    const jobs = ['sweep', 'sweeper', 'nightly-', 'nightly-11', 'nightly', 'nightly-*', ''];
    expect(jobs.filter((job) => principal?.mayPush(job))).toEqual([
      'sweep',
      'nightly-',
      'nightly-11',
      'nightly-*',
    ]);
  });

  it('is refused with every fault and its line, and says no value', () => {
    const text = `
- name: ci
  sha256: hunter2
  rights: [push, dance]
  jobs: ["a*b"]
- name: "two words"
  rihgts: [scrape]
- sha256: ${hash('x')}
  name: push-only
  rights:
    - push
- hunter2
`;
    expect(faults(text)).toEqual([
      'line 3: sha256: expected the SHA-256 of the token, 64 hexadecimal digits',
      'line 4: rights: expected some of push, scrape, admin',
      'line 5: jobs: expected a name, or its beginning and a *',
      'line 6: name: expected letters, digits, dots, dashes and underscores, at most 60',
      expect.stringMatching(/^line 6: sha256: /),
      expect.stringMatching(/^line 6: rights: /),
      'line 6: there is no rihgts here; there are name, sha256, rights and jobs',
      'line 8: jobs: a token that pushes names its jobs; "*" stands for all',
      'line 12: expected name, sha256, rights and jobs',
    ]);
  });

  it.each([
    [
      '',
      'line 1: expected a token; without any nobody could come in, and without TOKENS_FILE all can',
    ],
    ['a: 1', 'line 1: expected a list of tokens, such as - name: ci'],
    [
      `- {name: ci, sha256: ${hash('x')}, rights: [push]}`,
      'line 1: jobs: a token that pushes names its jobs; "*" stands for all',
    ],
    [
      `${FILE}- {name: ci, sha256: ${hash('x')}, rights: [scrape]}`,
      "line 9: the name ci is an earlier token's",
    ],
    [
      `${FILE}- {name: other, sha256: ${hash('twelve')}, rights: [scrape]}`,
      "line 9: the sha256 of other is an earlier token's",
    ],
    ['- *eleven', 'line 1: write values out, not as aliases'],
    ['- [', 'line 1: BAD_INDENT'],
  ])('is refused as %j', (text, fault) => {
    expect(faults(text)[0]).toEqual(fault);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readTokens(text).ok === 'boolean'));
  });
});
