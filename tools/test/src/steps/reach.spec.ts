import { wanted } from './reach.js';

describe('the targets that specs need', () => {
  it.each([
    [['src/a.ts'], []],
    [['src/a.spec.ts'], ['test']],
    [['src/a.integration.spec.ts'], ['integration']],
    [
      ['src/a.spec.ts', 'src/b.integration.spec.ts'],
      ['test', 'integration'],
    ],
  ])('of %j are %j', (files, targets) => {
    expect(wanted(files)).toEqual(targets);
  });
});
