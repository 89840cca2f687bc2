import { EVENTS, type EventType } from '@aura/metrics';
import { readEvent } from './read.js';

const NOW = 1_795_368_900;
const EVENT = {
  ...{ source: 'w-11', id: 'e-13', type: 'video.generation.finished' },
  data: { generation: 'g-17', theme: 'nature', userId: 'u-19', videoSeconds: 8, seconds: 41.5 },
};

function read(value: unknown, hasExtensions = false) {
  return readEvent(value, { nowSeconds: NOW, hasExtensions });
}

/** What is said of an event. */
function said(value: unknown): string {
  const one = read(value);
  return one.ok ? 'nothing' : one.said;
}

const withData = (data: object): object => ({ ...EVENT, data: { ...EVENT.data, ...data } });

describe('an event', () => {
  it.each(Object.entries<EventType>(EVENTS))('is read as its example has it: %s', (type, one) => {
    const event = { ...EVENT, type, data: one.example };
    expect(read(event)).toMatchObject({ ok: true, id: 'e-13', source: 'w-11' });
  });

  it.each([
    [{ ...EVENT, tpye: 'x' }, 'there is no "tpye" here; the nearest is "type"'],
    [{ ...EVENT, id: undefined }, 'id is not a text of 1 to 200 characters'],
    [{ id: 'e-1', type: EVENT.type, data: EVENT.data }, 'source is missing'],
    [{ ...EVENT, source: 's'.repeat(201) }, 'source is not a text of 1 to 200 characters'],
    [
      { ...EVENT, type: 'video.generation.finish' },
      'type cannot be "video.generation.finish"; the nearest is "video.generation.finished"',
    ],
    [
      { ...EVENT, type: '__proto__' },
      expect.stringMatching(/^type cannot be "__proto__"; the nearest is "/),
    ],
    [{ ...EVENT, data: undefined }, 'data is missing'],
    [{ ...EVENT, data: [17] }, 'data is not an object'],
    [withData({ user_id: 'u-19' }), 'data has no "user_id"; the nearest is "userId"'],
    [
      JSON.parse(JSON.stringify(EVENT).replace('"theme"', '"__proto__"')),
      expect.stringMatching(/^data has no "__proto__"; the nearest is "/),
    ],
    [withData({ theme: 'natur' }), 'data.theme cannot be "natur"; the nearest is "nature"'],
    [withData({ theme: undefined }), 'data.theme is missing'],
    [withData({ theme: { a: 1 } }), expect.stringMatching(/^data.theme cannot be an object; /)],
    [withData({ userId: '' }), 'data.userId is not a text, or is empty'],
    [withData({ generation: 'g'.repeat(201) }), 'data.generation has more than 200 characters'],
    [withData({ seconds: -1 }), 'data.seconds is -1, not a number from 0 to 1000000000'],
    [withData({ seconds: '41' }), 'data.seconds is "41", not a number from 0 to 1000000000'],
    [withData({ seconds: null }), 'data.seconds is null, not a number from 0 to 1000000000'],
    [{ ...EVENT, time: 'now' }, 'time is "now", and not as in "2026-11-22T17:35:00.125Z"'],
    [
      { ...EVENT, time: '2026-11-22T17:40:01Z' },
      'time is "2026-11-22T17:40:01Z", more than 300 s ahead of the clock here',
    ],
    [
      { ...EVENT, datacontenttype: 'text/xml' },
      'datacontenttype is "text/xml", and "application/json" is taken',
    ],
    ...[17, null, [], 'e', {}].map((value): [unknown, string] => [
      value,
      'it is not an object with id, source, type and data',
    ]),
  ])('is refused with the name of what is wrong: %j', (value: unknown, sentence: unknown) => {
    expect(said(value)).toEqual(sentence);
  });

  it('may have what CloudEvents lets others add, where it comes as one', () => {
    expect(read({ ...EVENT, specversion: '1.0', traceparent: '00-11' }, true).ok).toBe(true);
  });

  it('is of its source: the id of another source is another event', () => {
    const keys = [EVENT, { ...EVENT, source: 'w-12' }, { ...EVENT, time: '2026-11-22T17:35:00Z' }]
      .map((one) => read(one))
      .map((one) => one.ok && one.effect.key);
    expect(new Set(keys).size).toBe(2);
  });

  it('happened when it says, or when it came', () => {
    const at = [EVENT, { ...EVENT, time: '2026-11-22T18:34:59.250+01:00' }]
      .map((one) => read(one))
      .map((one) => one.ok && one.effect.atSeconds);
    expect(at).toEqual([NOW, NOW - 0.75]);
  });

  it('has no label that no format can hold, or that is longer than the instruments have', () => {
    const moved = ['\ud800x', 'u'.repeat(257)]
      .map((userId) => read(withData({ userId })))
      .map((one) => one.ok && one.effect.movements[1]);
    expect(moved).toMatchObject([
      { labels: { user_id: '\ufffdx' } },
      { labels: { user_id: 'other' } },
    ]);
  });
});
