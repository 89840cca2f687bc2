import { bearerCheck, type BearerOptions } from './bearer.js';

describe('who may read the metrics', () => {
  it.each([
    [{}, 'anything', true],
    [{ bearerToken: 'secret-11\n' }, 'Bearer secret-11', true],
    [{ bearerToken: () => ' secret-12\r\n' }, 'bearer  secret-12 ', true],
    [{ bearerToken: 'secret-13' }, 'Bearer secret-14', false],
    [{ bearerToken: 'secret-13' }, 'secret-13', false],
    [{ bearerToken: 'secret-13' }, undefined, false],
  ])('with %p who sends %p: %p', async (options: BearerOptions, authorization, expected) => {
    await expect(bearerCheck(options)(authorization)).resolves.toBe(expected);
  });

  it.each([
    [{ bearerToken: undefined }, 'bearerToken is undefined; set it'],
    [{ bearerTokenFile: undefined }, 'bearerTokenFile is undefined; set it'],
    [{ bearerToken: ' \n' }, 'the bearer token is empty; set it'],
    [{ bearerTokenFile: '' }, 'bearerTokenFile is empty; set it'],
    [{ bearerToken: 'two words' }, 'the bearer token has whitespace in it'],
    [{ bearerToken: 'a', bearerTokenFile: '/b' }, 'both set; keep one'],
  ])('refuses %p at once', (options: object, message) => {
    expect(() => bearerCheck(options)).toThrow(message);
  });

  it('takes the one that is set where two variables are read', async () => {
    const options: object = { bearerToken: 'secret-15', bearerTokenFile: undefined };
    await expect(bearerCheck(options)('Bearer secret-15')).resolves.toBe(true);
  });

  it.each([undefined, '', '\n', 'two words'])(
    'lets nobody in while the function gives %p',
    async (token) => {
      // What a function of JavaScript gives is known when it gives it.
      const bearerToken = (() => token) as () => string;
      await expect(bearerCheck({ bearerToken })('Bearer two words')).rejects.toThrow(
        'the bearer token',
      );
    },
  );
});
