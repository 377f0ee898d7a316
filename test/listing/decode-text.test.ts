// Is it text, and in which encoding?
import { expect, test } from 'vitest';
import { decodeText } from '../../src/listing/decode-text.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  Array.from(`\ufeff${text}`).forEach((letter, index) => {
    view.setUint16(2 * index, letter.charCodeAt(0), isLittle);
  });
  return new Uint8Array(view.buffer);
};

test.each([
  ['ASCII', utf8('plain\r\n\ttext'), 'plain\r\n\ttext', 'UTF-8'],
  ['UTF-8', utf8('naïve café 😀'), 'naïve café 😀', 'UTF-8'],
  ['UTF-8 with a mark', utf8('\ufeffmarked'), 'marked', 'UTF-8'],
  ['UTF-16, small end first', utf16('Grüße', true), 'Grüße', 'UTF-16 LE'],
  ['UTF-16, big end first', utf16('Grüße', false), 'Grüße', 'UTF-16 BE'],
  ['Windows-1252', Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x80), 'Grüß€', 'Windows-1252'],
  ['a character cut in two', utf8('ab😀').subarray(0, 4), 'ab', 'UTF-8'],
  ['half a character of UTF-16', utf16('ab', true).subarray(0, 5), 'a', 'UTF-16 LE'],
  ['nothing', new Uint8Array(), '', 'UTF-8'],
  ['coloured output', utf8('\u001b[31mred\u001b[0m'), '\u001b[31mred\u001b[0m', 'UTF-8'],
] as const)('%s', (_, bytes, text, encoding) => {
  expect(decodeText(bytes)).toEqual({ text, encoding });
});

test.each([
  ['a zero', utf8('text\0text')],
  ['many controls', new Uint8Array(200).map((_, place) => (place % 10 === 0 ? 2 : 65))],
  ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
  ['a gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3)],
])('%s is no text', (_, bytes) => {
  expect(decodeText(bytes)).toBeNull();
});
