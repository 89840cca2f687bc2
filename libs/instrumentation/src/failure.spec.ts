import { errorTypeOf, rememberStage, stageOf, statusOf } from './failure.js';

const TYPES = ['TimeoutError', 'EncoderError', 'other'];

class EncoderError extends Error {}
class CodecError extends EncoderError {}

function named(name: string, options?: ErrorOptions): Error {
  return Object.assign(new Error('strange', options), { name });
}

describe('errorTypeOf', () => {
  const late = new DOMException('too slow', 'TimeoutError');
  const CASES: readonly (readonly [string, unknown, string])[] = [
    ['an error by its name', named('EncoderError'), 'EncoderError'],
    ['an error that never set its name by its class', new EncoderError('x'), 'EncoderError'],
    ['an error by the class that its own extends', new CodecError('x'), 'EncoderError'],
    ['a deadline of the platform', late, 'TimeoutError'],
    ['a frozen error', Object.freeze(named('EncoderError')), 'EncoderError'],
    ['an abort for no known reason', new DOMException('stop', 'AbortError'), 'other'],
    ['an abort by a deadline', named('AbortError', { cause: late }), 'TimeoutError'],
    [
      'a socket that was too slow',
      Object.assign(new Error('x'), { code: 'ETIMEDOUT' }),
      'TimeoutError',
    ],
    ['a known wrapper, whatever it wraps', named('EncoderError', { cause: late }), 'EncoderError'],
    [
      'the first known cause of an unknown wrapper',
      new Error('a', { cause: new Error('b', { cause: late }) }),
      'TimeoutError',
    ],
    [
      'the first known error of several',
      new AggregateError([new Error('a'), named('EncoderError'), late]),
      'EncoderError',
    ],
    ['a text', 'EncoderError', 'other'],
    ['nothing at all', undefined, 'other'],
    ['null', null, 'other'],
    ['a name that is no text', { name: 13 }, 'other'],
  ];

  it.each(CASES)('knows %s', (_, error, type) => {
    expect(errorTypeOf(error, TYPES)).toBe(type);
  });

  it('knows an abort where the domain does', () => {
    const abort = new DOMException('stop', 'AbortError');
    expect(errorTypeOf(abort, ['AbortError', 'other'])).toBe('AbortError');
  });

  it('ends on causes that go in a circle', () => {
    const circle = new Error('a');
    circle.cause = new AggregateError([circle, circle]);
    expect(errorTypeOf(circle, TYPES)).toBe('other');
  });

  it('throws nothing at an error that cannot be read', () => {
    const hostile = new Proxy(new Error('a'), {
      get: () => {
        throw new Error('keep out');
      },
    });
    expect([errorTypeOf(hostile, TYPES), stageOf(hostile, ['pick']), statusOf(hostile)]).toEqual([
      'other',
      undefined,
      500,
    ]);
  });
});

describe('stageOf', () => {
  it('takes the stage that an error names, then the one it was timed in first', () => {
    const domain = ['pick', 'pack'];
    const unnamed = new Error('a');
    rememberStage(unnamed, 'pack');
    rememberStage(unnamed, 'pick');
    const both = Object.assign(new Error('b'), { stage: 'pick' });
    rememberStage(both, 'pack');
    rememberStage('a text', 'pick');
    expect([
      stageOf(unnamed, domain),
      stageOf(both, domain),
      stageOf(unnamed, ['elsewhere']),
      stageOf('a text', domain),
    ]).toEqual(['pack', 'pick', undefined, undefined]);
  });
});
