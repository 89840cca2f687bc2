import fc from 'fast-check';
import { DEFAULTS } from './defaults/index.js';
import { readThresholds } from './read.js';

describe('thresholds.yml', () => {
  it('changes what it names and nothing else', () => {
    const read = readThresholds('queue:\n  backlog: 150\napi:\n  errorRatio: 7%\n');
    expect(read).toEqual({
      ok: true,
      thresholds: {
        ...DEFAULTS,
        api: { ...DEFAULTS.api, errorRatio: { ...DEFAULTS.api.errorRatio, value: 0.07 } },
        queue: { ...DEFAULTS.queue, backlog: { ...DEFAULTS.queue.backlog, value: 150 } },
      },
    });
  });

  it('is refused where a warning would come after its page', () => {
    expect(readThresholds('queue:\n  backlog: 511\n  growingBacklog: 53\n')).toEqual({
      ok: false,
      problems: [
        'queue.backlog is 511 and queue.growingBacklog is 53; queue.backlog may be at most ' +
          'queue.growingBacklog, or people are woken before they are warned',
      ],
    });
  });

  it('may be missing or empty', () => {
    expect(readThresholds(undefined)).toEqual({ ok: true, thresholds: DEFAULTS });
    expect(readThresholds('# nothing yet\n')).toEqual({ ok: true, thresholds: DEFAULTS });
  });

  it('is refused as a whole, every problem with its line and the remedy', () => {
    const text = [
      'api:',
      '  errorRatoi: 5%',
      '  errorRatio: 5s',
      '  minimumRequests: 0',
      'queues:',
      '  backlog: 1',
      'disk: 3',
      'database:',
      '  latencyDegraded: [1]',
    ].join('\n');
    expect(readThresholds(text)).toEqual({
      ok: false,
      problems: [
        'line 2: there is no threshold api.errorRatoi; the nearest is api.errorRatio',
        'line 3: api.errorRatio is "5s"; expected a plain number (ratio) or one with %',
        'line 4: api.minimumRequests is 0; it may lie between 1 and 100000',
        'line 5: there is no threshold queues; the nearest is queue',
        'line 7: disk is a group; write its thresholds below it',
        'line 9: database.latencyDegraded is [1]; expected a plain number (seconds) or one with ms, s, m, h, d',
      ],
    });
  });

  it('takes an alias for what it stands for', () => {
    const read = readThresholds('queue:\n  backlog: &many 110\napi:\n  minimumRequests: *many\n');
    const backlog = { ...DEFAULTS.queue.backlog, value: 110 };
    const minimumRequests = { ...DEFAULTS.api.minimumRequests, value: 110 };
    expect(read).toMatchObject({ thresholds: { queue: { backlog }, api: { minimumRequests } } });
  });

  const NUMBER = 'expected a plain number';
  it.each([
    ['__proto__:\n  a: 1', 'line 1: there is no threshold __proto__; the nearest is '],
    ['constructor:\n  name: 1', 'line 1: there is no threshold constructor; the nearest is '],
    [
      'api:\n  constructor: 1',
      'line 2: there is no threshold api.constructor; the nearest is api.',
    ],
    ['api:\n  __proto__: 5', 'line 2: there is no threshold api.__proto__; the nearest is api.'],
    ['queue:\n  backlog: .nan', `line 2: queue.backlog is .nan; ${NUMBER}`],
    ['queue:\n  backlog: -.inf', `line 2: queue.backlog is -.inf; ${NUMBER}`],
    ['queue:\n  backlog: 1e400', `line 2: queue.backlog is 1e400; ${NUMBER}`],
    ['queue:\n  backlog:', `line 2: queue.backlog is empty; ${NUMBER}`],
    ['? [a, b]\n: 1', 'line 1: the name of a threshold is a plain word, such as queue'],
    ['api:\n  ? {a: b}\n  : 1', 'line 2: the name of a threshold is a plain word, such as queue'],
    ['api:\n  <<: {errorRatio: 5%}', 'line 2: << merges nothing here; write the values out'],
    [
      'api:\n  errorRatio: 11',
      'line 2: api.errorRatio is 1100%; it may lie between 0.1% and 100%; write 11% if percent was meant',
    ],
    ['api:\n  errorRatio: -1', 'line 2: api.errorRatio is -100%; it may lie between 0.1% and 100%'],
  ])('is refused as %j', (text, sentence) => {
    const read = readThresholds(text);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining(sentence)]);
    expect(read.ok ? [] : read.problems).not.toEqual([
      expect.stringMatching(/ is $|undefined|null/),
    ]);
  });

  it.each([
    ['a key written twice', 'queue:\n  backlog: 1\n  backlog: 2\n', /unique/],
    ['broken YAML', 'queue: [', /./],
    ['a list', '- 1\n', /expected groups of thresholds/],
  ])('is refused with %s', (_, text, sentence) => {
    const read = readThresholds(text);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readThresholds(text).ok === 'boolean'));
  });
});
