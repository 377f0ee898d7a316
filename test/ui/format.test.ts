import { describe, expect, test } from 'vitest';
import { bytes, count, counted, duration, percent, speed, timeLeft, wholePercent } from '../../src/ui/format.ts';

describe('sizes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1049, '1 kB'],
    [1050, '1.1 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [76_543_210, '76.5 MB'],
    [2 ** 31, '2.1 GB'],
    [2 ** 32 + 1, '4.3 GB'],
    [6e12, '6 TB'],
    [Number.MAX_SAFE_INTEGER, '9,007 TB'],
  ])('%d bytes are "%s"', (size, text) => {
    expect(bytes(size, 'en')).toBe(text);
  });

  test('are written as in the language of the user', () => {
    expect(bytes(76_543_210, 'de')).toBe('76,5 MB');
    expect(count(24_093, 'de')).toBe('24.093');
    expect(counted(1, 'entry', 'entries', 'de')).toBe('1 entry');
  });

  test('a speed is never below nothing', () => {
    expect(speed(-5, 'en')).toBe('0 bytes/s');
    expect(speed(15_000_000, 'en')).toBe('15 MB/s');
  });
});

test.each([
  [0, 0],
  [0.29, 29],
  [0.57, 57],
  [0.999999, 99],
  [1, 100],
  [1.5, 100],
  [-1, 0],
])('a fraction of %d is %d %%: never more than is done', (fraction, whole) => {
  expect(wholePercent(fraction)).toBe(whole);
  expect(percent(fraction, 'en')).toBe(`${whole}%`);
});

test.each([
  [0, 'less than a second'],
  [499, 'less than a second'],
  [500, '1 second'],
  [16_200, '16 seconds'],
  [59_499, '59 seconds'],
  [60_000, '1 min'],
  [250_000, '4 min 10 s'],
  [3_599_499, '59 min 59 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
])('%d ms took "%s"', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, 'about 1 second'],
  [5_100, 'about 6 seconds'],
  [10_000, 'about 10 seconds'],
  [10_001, 'about 15 seconds'],
  [54_999, 'about 1 minute'],
  [230_000, 'about 4 minutes'],
  [3_569_000, 'about 59 minutes'],
  [7_800_000, 'about 2 h 10 min'],
])('%d ms are left: "%s"', (ms, text) => {
  expect(timeLeft(ms)).toBe(text);
});
