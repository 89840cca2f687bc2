import { wantsHealthJson } from './accept.js';

describe('the Accept header', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/health+json', true],
    ['Application/Health+JSON; q=0.7', true],
    ['application/health+json, application/json', true],
    ['application/health+json;q=0.3, application/json', false],
    ['application/health+json;q=0', false],
    ['application/health+json;q=lots', false],
    ['text/html,application/health+json;q=0.9,*/*;q=0.8', true],
  ])('%p asks for health+json: %p', (accept, isWanted) => {
    expect(wantsHealthJson(accept)).toBe(isWanted);
  });
});
