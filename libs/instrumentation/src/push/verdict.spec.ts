import { verdictOf, type Verdict } from './verdict.js';

function verdict(status: number, isCompressed = false): Verdict {
  const answer = {
    kind: 'answered',
    status,
    retryAfter: '11',
    isWebPage: false,
    words: 'no',
  } as const;
  return verdictOf(answer, isCompressed);
}

const kindOf = (status: number): string => verdict(status).kind;

describe('the verdict on an answer', () => {
  it('is delivered for 2xx, failed for what passes, refused for the rest', () => {
    expect([200, 202, 204].map(kindOf)).toEqual(Array(3).fill('delivered'));
    expect([408, 425, 429, 500, 502, 503, 504, 599].map(kindOf)).toEqual(Array(8).fill('failed'));
    expect([301, 308, 400, 401, 404, 413, 415, 422].map(kindOf)).toEqual(Array(8).fill('refused'));
  });

  it('is failed for a web page that says 200, which is not a gateway speaking', () => {
    const page = {
      kind: 'answered',
      status: 200,
      retryAfter: undefined,
      isWebPage: true,
      words: '',
    };
    expect(verdictOf({ ...page, kind: 'answered' }, false)).toEqual({
      kind: 'failed',
      reason: 'answered 200 with a web page, which no gateway does; check the address',
      retryAfter: undefined,
    });
  });

  it('hands on what the gateway said, and when it wants to be asked again', () => {
    expect([verdict(503), verdict(413)]).toEqual([
      { kind: 'failed', reason: 'answered 503: no', retryAfter: '11' },
      { kind: 'refused', reason: 'answered 413: no' },
    ]);
  });

  it.each([
    [400, 'unread'],
    [415, 'unread'],
    [413, 'refused'],
    [500, 'failed'],
  ])('of a compressed body that %p answers is %p', (status, kind) => {
    expect(verdict(status, true).kind).toBe(kind);
  });
});
