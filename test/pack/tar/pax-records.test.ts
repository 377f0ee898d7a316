// What goes into a pax record and what stays in the header, to the byte.
import { describe, expect, test } from 'vitest';
import { paxRecord, paxRecords } from '../../../src/pack/tar/pax-records.ts';
import { secondsText } from '../../../src/pack/tar/tar-member.ts';
import { readPax } from './read-tar.ts';
import { directory, file, link, type Packed } from './stage.ts';

function recordsOf(member: Packed): Record<string, string> {
  return readPax(paxRecords(member));
}

describe('the length of a record counts bytes, its own digits too', () => {
  test.each([
    ['of two digits', 'a'.repeat(90), '99 '],
    ['that its third digit makes longer by two', 'a'.repeat(91), '101 '],
    ['of three digits', 'a'.repeat(92), '102 '],
    ['before the fourth digit', 'a'.repeat(988), '998 '],
    ['of 999', 'a'.repeat(989), '999 '],
    ['that its fourth digit makes longer by two', 'a'.repeat(990), '1001 '],
    ['of é', 'é'.repeat(45), '99 '],
    ['of 日', '日'.repeat(30) + 'a', '101 '],
    ['of 😀', '😀'.repeat(247), '998 '],
  ])('%s', (_, value, length) => {
    const record = paxRecord('path', value);
    expect(record.startsWith(length)).toBe(true);
    expect(new TextEncoder().encode(record)).toHaveLength(Number(length));
  });
});

describe('a name', () => {
  test.each([
    ['short', 'index.php'],
    ['of 100 bytes', 'a'.repeat(100)],
    ['of 101 with a slash after the first', `a/${'b'.repeat(99)}`],
    ['of 256 cut after 155', `${'a'.repeat(155)}/${'b'.repeat(100)}`],
    ['with a newline', 'a\nb'],
    ['with a leading dash', '-rf'],
  ])('%s fits the header', (_, name) => {
    expect(recordsOf(file(name))).toEqual({});
  });

  test.each([
    ['of 101 bytes without a slash', 'a'.repeat(101)],
    ['of 257 bytes', `${'a'.repeat(155)}/${'b'.repeat(101)}`],
    ['whose prefix is too long', `${'a'.repeat(156)}/b`],
    ['of one é', 'é'],
    ...['é', '日', '😀'].flatMap((character) =>
      [99, 100, 101, 255, 256, 300].map((size): [string, string] => [
        `of ${size} bytes with ${character}`,
        character + 'a'.repeat(size - new TextEncoder().encode(character).length),
      ]),
    ),
  ])('%s takes a record', (_, name) => {
    expect(recordsOf(file(name))).toEqual({ path: name });
  });

  test('of a directory has its slash counted', () => {
    expect(recordsOf(directory('a'.repeat(99)))).toEqual({});
    expect(recordsOf(directory('a'.repeat(100)))).toEqual({ path: `${'a'.repeat(100)}/` });
    expect(recordsOf(directory(`a/${'b'.repeat(99)}`))).toEqual({});
  });
});

describe('a link target', () => {
  test.each(['a', '../a', 'a'.repeat(100), `${'a'.repeat(50)}/${'b'.repeat(49)}`])('%s fits the header', (target) => {
    expect(recordsOf(link('l', target))).toEqual({});
  });
  test.each(['é', 'a'.repeat(101), `${'a'.repeat(90)}/${'b'.repeat(90)}`, '日'.repeat(100)])(
    '%s takes a record',
    (target) => {
      expect(recordsOf(link('l', target))).toEqual({ linkpath: target });
    },
  );
});

describe('a size', () => {
  test.each([0, 1, 2 ** 31, 2 ** 32 + 1, 8 * 2 ** 30 - 1])('of %d fits the header', (size) => {
    expect(recordsOf({ ...file('f'), kind: 'file', size })).toEqual({});
  });
  test.each([8 * 2 ** 30, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER])('of %d takes a record', (size) => {
    expect(recordsOf({ ...file('f'), kind: 'file', size })).toEqual({ size: String(size) });
  });
});

describe('a time', () => {
  test.each([0, 1000, 2 ** 31 * 1000, 2 ** 32 * 1000, (8 ** 11 - 1) * 1000])(
    'of %d ms fits the header',
    (modifiedMs) => {
      expect(recordsOf(file('f', '', { modifiedMs }))).toEqual({});
    },
  );
  test.each([
    [1, '0.001'],
    [1500, '1.5'],
    [1_700_000_000_123, '1700000000.123'],
    [0.001, '0.000001'],
    [999.999_999, '0.999999999'],
    [-1, '-0.001'],
    [-1000, '-1'],
    [-1500, '-1.5'],
    [-2_208_988_800_000, '-2208988800'],
    [8 ** 11 * 1000, '8589934592'],
    [8.64e15, '8640000000000'],
    [-8.64e15, '-8640000000000'],
  ])('of %d ms takes the record %s', (modifiedMs, mtime) => {
    expect(recordsOf(file('f', '', { modifiedMs }))).toEqual({ mtime });
  });

  test.each([
    [0, '0'],
    [-0, '0'],
    [-1e-7, '0'],
    [999.999_999_9, '1'],
    [10_000, '10'],
  ])('of %d ms is %s seconds', (ms, seconds) => {
    expect(secondsText(ms)).toBe(seconds);
  });
  test.each([NaN, Infinity, 8.65e15])('of %d ms is none', (ms) => {
    expect(() => secondsText(ms)).toThrow('is no time');
  });
});

test('everything at once goes into one header', () => {
  const target = '日'.repeat(50);
  expect(recordsOf(link('ü', target, { modifiedMs: 1 }))).toEqual({ path: 'ü', linkpath: target, mtime: '0.001' });
});
