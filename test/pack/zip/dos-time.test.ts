import { describe, expect, test } from 'vitest';
import { dosTimeMs } from '../../../src/archive/zip/modified-time.ts';
import { dosTime, unixSeconds } from '../../../src/pack/zip/dos-time.ts';

const first = 33 * 65_536;
const last = (127 * 512 + 12 * 32 + 31) * 65_536 + 23 * 2048 + 59 * 32 + 29;

describe('the MS-DOS date', () => {
  test.each([
    [new Date(2023, 10, 15, 19, 22, 2), new Date(2023, 10, 15, 19, 22, 2)],
    [new Date(2023, 10, 15, 19, 22, 3, 999), new Date(2023, 10, 15, 19, 22, 2)],
    [new Date(2024, 1, 29), new Date(2024, 1, 29)],
    [new Date(1980, 0, 1), new Date(1980, 0, 1)],
    [new Date(2107, 11, 31, 23, 59, 59, 999), new Date(2107, 11, 31, 23, 59, 58)],
  ])('of %s reads as %s', (moment, expected) => {
    expect(dosTimeMs(dosTime(moment.getTime()))).toBe(expected.getTime());
  });

  test.each([
    ['before 1980', new Date(1979, 11, 31, 23, 59, 59).getTime(), first],
    ['1970', 0, first],
    ['before 1970', -1, first],
    ['as far back as can be', -Infinity, first],
    ['no time', Number.NaN, first],
    ['after 2107', new Date(2108, 0, 1).getTime(), last],
    ['past every date', 1e17, last],
    ['without end', Infinity, last],
  ])('stays within its years: %s', (_, ms, expected) => {
    expect(dosTime(ms)).toBe(expected);
  });
});

test.each([
  [1_700_000_000_999, 1_700_000_000],
  [0, 0],
  [-1, -1],
  [-1000, -1],
  [(2 ** 31 - 1) * 1000, 2 ** 31 - 1],
  [2 ** 31 * 1000, null],
  [-(2 ** 31) * 1000, -(2 ** 31)],
  [-(2 ** 31 + 1) * 1000, null],
  [Infinity, null],
  [-Infinity, null],
  [Number.NaN, 0],
])('%d ms are %j Unix seconds', (ms, seconds) => {
  expect(unixSeconds(ms)).toBe(seconds);
});
