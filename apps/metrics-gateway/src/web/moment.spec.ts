import { countText, exactText, moment, shareText, spanText } from './moment.js';

const NOW = 1_795_368_011.5; // 2026-11-22 17:20:11 UTC

it.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [61, '1 min'],
  [3_600, '1 h'],
  [11_000, '3 h 3 min'],
  [273_600, '3 d 4 h'],
])('a span of %d seconds reads %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});

it('is an age, with the exact time and its zone for who asks', () => {
  const exact = exactText(NOW - 130);
  expect([exact, moment(NOW - 130, NOW).text, moment(NOW + 9, NOW).text]).toEqual([
    expect.stringMatching(/^2026-11-\d\d \d\d:\d\d:\d\d UTC$/),
    expect.stringMatching(new RegExp(`title="${exact}"\\s*>\\s*2 min ago\\s*<`)),
    expect.stringMatching(/>\s*now\s*</),
  ]);
});

it('says never where there was no push', () => {
  expect(moment(0, NOW).text).toMatch(/never/);
});

it('writes figures so that they can be read', () => {
  expect([countText(1_234_567), shareText(0), shareText(0.0004), shareText(0.1234)]).toEqual([
    ...['1,234,567', '0%', '<0.1%', '12.3%'],
  ]);
});
