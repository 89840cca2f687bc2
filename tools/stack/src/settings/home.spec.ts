import { homeOf } from './home.js';

describe('the home of a stack', () => {
  it.each([
    [{}, '', '/tree/.aura'],
    [{}, 'AURA_HOME=other', '/tree/other'],
    [{ AURA_HOME: '/var/lib/aura' }, 'AURA_HOME=other', '/var/lib/aura'],
    [{ AURA_HOME: '' }, '', '/tree/.aura'],
  ])('is, with %j and a file of %j, %s', (environment, file, home) => {
    expect(homeOf('/tree', environment, file)).toBe(home);
  });
});
