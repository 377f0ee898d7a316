import { describe, expect, test } from 'vitest';
import { hasAscii, utf8, utf8OrEscaped } from '../../src/bytes/text.ts';

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('good UTF-8 is text', () => {
  test.each(['', 'a', 'naïve — ünïcode', 'Ελληνικά', '日本語', '🗂️', '\0', '\uFEFFmark', 'a\uFEFF'])('%j', (text) => {
    expect(utf8(encode(text))).toBe(text);
    expect(utf8OrEscaped(encode(text))).toEqual({ text, isExact: true });
  });
});

describe('what is not UTF-8 is shown byte by byte', () => {
  test.each([
    ['a byte that never occurs', [0x66, 0xff, 0x2e], 'f%FF.'],
    ['a code page', [0x63, 0x61, 0x66, 0xe9], 'caf%E9'],
    ['dots and a slash in the long form', [0xc0, 0xae, 0xc0, 0xae, 0xc0, 0xaf], '%C0%AE%C0%AE%C0%AF'],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], '%ED%A0%80'],
    ['a cut character', [0x61, 0xe2, 0x82], 'a%E2%82'],
    ['good characters beside a bad byte', [0xc3, 0xa9, 0xff], '%C3%A9%FF'],
    ['NUL and DEL', [0xff, 0x00, 0x7f], '%FF%00%7F'],
  ])('%s', (_, bytes, text) => {
    expect(utf8(Uint8Array.from(bytes))).toBeNull();
    expect(utf8OrEscaped(Uint8Array.from(bytes))).toEqual({ text, isExact: false });
  });
});

describe('ASCII at a place', () => {
  test.each([
    ['JPA', 0, true],
    ['PA1', 1, true],
    ['JPB', 0, false],
    ['1', 3, true],
    ['1x', 3, false],
    ['x', 4, false],
    ['', 4, true],
  ])('%j at %i of JPA1: %j', (text, offset, expected) => {
    expect(hasAscii(encode('JPA1'), text, offset)).toBe(expected);
  });
});
