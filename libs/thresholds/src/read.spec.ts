import fc from 'fast-check';
import { DEFAULTS } from './defaults/index.js';
import { readThresholds } from './read.js';

describe('thresholds.yml', () => {
  it('changes what it names and nothing else', () => {
    const read = readThresholds('queue:\n  backlog: 250\napi:\n  errorRatio: 7%\n');
    expect(read).toEqual({
      ok: true,
      thresholds: {
        ...DEFAULTS,
        api: { ...DEFAULTS.api, errorRatio: { ...DEFAULTS.api.errorRatio, value: 0.07 } },
        queue: { ...DEFAULTS.queue, backlog: { ...DEFAULTS.queue.backlog, value: 250 } },
      },
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
