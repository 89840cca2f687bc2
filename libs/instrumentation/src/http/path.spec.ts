import fc from 'fast-check';
import { isCatchAll, pathText, templateOf } from './path.js';

describe('the template of a matched path', () => {
  it.each([
    ['/users/42', { user: '42' }, '/users/:user'],
    ['/users/users', { user: 'users' }, '/users/:user'],
    ['/v2/a%20b', { version: '2', name: 'a b' }, '/v:version/:name'],
    ['/files/a/b/meta', { path: ['a', 'b'] }, '/files/:path/meta'],
    ['/id/d', { id: 'd' }, '/id/:id'],
    ['/%ff', { id: 'x' }, '/%ff'],
    ['/plain', {}, '/plain'],
  ])('%s with %p is %s', (path, params, template) => {
    expect(templateOf(path, params)).toBe(template);
  });

  it('is the template that the values were filled into, whatever they are', () => {
    const word = fc.stringMatching(/^[a-z]{1,5}$/);
    // Longer than any word of the template: a value that is one could stand in either place.
    const value = fc.string({ minLength: 6 }).filter((text) => !/[/%\uD800-\uDFFF]/.test(text));
    const segments = fc.uniqueArray(fc.record({ word, value }), {
      minLength: 1,
      maxLength: 5,
      selector: ({ word: name }) => name,
    });
    fc.assert(
      fc.property(segments, (mounted) => {
        const path = mounted.map((one) => `/${one.word}/${encodeURIComponent(one.value)}`).join('');
        const params = Object.fromEntries(mounted.map((one) => [one.word, one.value]));
        expect(templateOf(path, params)).toBe(
          mounted.map((one) => `/${one.word}/:${one.word}`).join(''),
        );
      }),
    );
  });
});

it.each([
  ['*', true],
  ['/*', true],
  ['/*path', true],
  ['*path', true],
  ['/{*path}', true],
  ['{/*path}', true],
  ['/files/*path', false],
  ['/', false],
  ['/:id', false],
])('%s catches all: %p', (path, expected) => {
  expect(isCatchAll(path)).toBe(expected);
});

it('writes a list of paths as one text', () => {
  expect(pathText(['/a', [/^\/b$/, '/c']])).toBe('/a|/^\\/b$/|/c');
});
