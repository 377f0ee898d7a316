import { describe, expect, test } from 'vitest';
import { ByteCursor, OutOfBytes } from '../../src/bytes/byte-cursor.ts';

/** Eight bytes whose every number is another, inside a larger buffer. */
const bytes = Uint8Array.of(9, 9, 9, 0x01, 0x82, 0x03, 0x84, 0x05, 0x06, 0x07, 0x08, 9).subarray(3, 11);

test('fields are little-endian and unsigned, and follow each other', () => {
  const cursor = new ByteCursor(bytes);
  expect([cursor.u8(), cursor.u16(), cursor.u32()]).toEqual([0x01, 0x0382, 0x07060584]);
  expect([cursor.position, cursor.left]).toEqual([7, 1]);
});

test('the highest values are not negative', () => {
  const cursor = new ByteCursor(new Uint8Array(7).fill(0xff));
  expect([cursor.u8(), cursor.u16(), cursor.u32()]).toEqual([0xff, 0xffff, 2 ** 32 - 1]);
});

describe('64 bits', () => {
  test.each<[bigint, number]>([
    [0n, 0],
    [1n, 1],
    [2n ** 31n, 2 ** 31],
    [2n ** 32n - 1n, 2 ** 32 - 1],
    [2n ** 32n, 2 ** 32],
    [2n ** 53n - 1n, Number.MAX_SAFE_INTEGER],
    [2n ** 53n, Infinity],
    [2n ** 53n + 1n, Infinity],
    [2n ** 63n, Infinity],
    [2n ** 64n - 1n, Infinity],
  ])('%d', (value, expected) => {
    const field = new DataView(new ArrayBuffer(8));
    field.setBigUint64(0, value, true);
    expect(new ByteCursor(new Uint8Array(field.buffer)).u64()).toBe(expected);
  });
});

describe('at the edge', () => {
  test.each<[string, number, (cursor: ByteCursor) => unknown]>([
    ['u8', 1, (cursor) => cursor.u8()],
    ['u16', 2, (cursor) => cursor.u16()],
    ['u32', 4, (cursor) => cursor.u32()],
    ['u64', 8, (cursor) => cursor.u64()],
    ['bytes', 5, (cursor) => cursor.bytes(5)],
    ['skip', 5, (cursor) => (cursor.skip(5), cursor)],
  ])('%s is read to the last byte and not beyond it', (_, size, read) => {
    const enough = new ByteCursor(bytes.subarray(0, size));
    read(enough);
    expect(enough.left).toBe(0);

    const cursor = new ByteCursor(bytes.subarray(0, size - 1));
    expect(() => read(cursor)).toThrow(OutOfBytes);
    expect(cursor.position).toBe(0);
  });

  test('nothing of nothing can be read', () => {
    const cursor = new ByteCursor(new Uint8Array());
    expect(cursor.bytes(0)).toHaveLength(0);
    expect(() => cursor.u8()).toThrow(OutOfBytes);
  });

  test.each([-1, -2, Infinity])('a length of %d is refused', (length) => {
    expect(() => {
      new ByteCursor(bytes).skip(length);
    }).toThrow(OutOfBytes);
  });
});

test('bytes are a view of what was given', () => {
  const cursor = new ByteCursor(bytes);
  cursor.skip(2);
  const view = cursor.bytes(3);
  expect([...view]).toEqual([0x03, 0x84, 0x05]);
  expect(view.buffer).toBe(bytes.buffer);
});
