import { describe, expect, test } from 'vitest';
import { crc32 } from '../../src/bytes/crc32.ts';

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes that look like nothing in particular, the same on every run. */
function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 2654435761) >>> 13);
}

/** The definition, a bit at a time. */
function slowCrc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

describe('known checksums', () => {
  test.each([
    ['', 0x00000000],
    ['a', 0xe8b7be43],
    ['abc', 0x352441c2],
    ['123456789', 0xcbf43926],
    ['message digest', 0x20159d7f],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', 0x7ca94a72],
  ])('%j', (text, expected) => {
    expect(crc32(ascii(text))).toBe(expected);
  });

  test('32 zeros and 32 bytes of FF', () => {
    expect(crc32(new Uint8Array(32))).toBe(0x190a55ad);
    expect(crc32(new Uint8Array(32).fill(0xff))).toBe(0xff6cab0b);
  });
});

test.each([0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000])('%i bytes give what the definition gives', (length) => {
  const bytes = noise(length);
  expect(crc32(bytes)).toBe(slowCrc32(bytes));
});

test('every cut of a run gives the checksum of the whole', () => {
  const bytes = noise(100);
  const whole = crc32(bytes);
  for (let cut = 0; cut <= bytes.length; cut += 1)
    expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(whole);
});

test('a byte at a time gives the checksum of the whole', () => {
  const bytes = noise(50);
  let sum = 0;
  for (const byte of bytes) sum = crc32(Uint8Array.of(byte), sum);
  expect(sum).toBe(crc32(bytes));
});

test('a view into a larger buffer is read from where it begins', () => {
  const bytes = noise(40);
  for (let start = 0; start < 9; start += 1)
    expect(crc32(bytes.subarray(start, start + 20))).toBe(slowCrc32(bytes.slice(start, start + 20)));
});
