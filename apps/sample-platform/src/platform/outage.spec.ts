import { DeadlineError } from '@aura/service';
import { isOutage } from './outage.js';

function withCode(code: string): Error {
  return Object.assign(new Error('it failed'), { code });
}

describe('isOutage', () => {
  it.each([
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode('08006'),
    new DeadlineError('queueing a render', 11),
    new AggregateError([withCode('ECONNREFUSED')]),
    new Error('Connection terminated unexpectedly'),
    new Error('a wrapper', { cause: withCode('ECONNRESET') }),
  ])('is true of a server that went away: %s', (error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    new Error('a mistake of ours'),
    withCode('23505'),
    withCode('42P01'),
    'ECONNREFUSED',
    undefined,
  ])('is false of anything else: %s', (error) => {
    expect(isOutage(error)).toBe(false);
  });
});
