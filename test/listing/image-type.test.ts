// Pictures, told by their first bytes.
import { expect, test } from 'vitest';
import { imageSize, imageType } from '../../src/listing/image-type.ts';

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : [...part],
    ),
  );
}

const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);

test.each([
  ['image/png', bytesOf('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 0], [0, 0, 1, 0]), [512, 256]],
  ['image/gif', bytesOf('GIF89a', [10, 0], [20, 1], zeros(4)), [10, 276]],
  [
    'image/jpeg',
    bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2], [0xff, 0xff, 0xc2, 0, 17, 8], [0, 100], [1, 0], zeros(4)),
    [256, 100],
  ],
  ['image/jpeg', bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 200]), null],
  ['image/bmp', bytesOf('BM', zeros(12), [40, 0, 0, 0], [44, 1, 0, 0], [0x38, 0xff, 0xff, 0xff]), [300, 200]],
  ['image/webp', bytesOf('RIFF', zeros(4), 'WEBPVP8 ', zeros(10), [64, 1], [240, 0]), [320, 240]],
  ['image/webp', bytesOf('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f], [63, 0, 1, 0], zeros(5)), [64, 5]],
  ['image/webp', bytesOf('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [99, 1, 0], [49, 2, 0]), [356, 562]],
  ['image/avif', bytesOf([0, 0, 0, 32], 'ftypavif', zeros(20)), null],
  [
    'image/avif',
    bytesOf(
      [0, 0, 0, 32],
      'ftypavif',
      zeros(20),
      'ispe',
      zeros(6),
      [1, 0],
      zeros(3),
      [9],
      'ispe',
      zeros(6),
      [2, 0, 0, 0, 3, 4],
    ),
    [512, 772],
  ],
  ['image/gif', bytesOf('GIF89a', [0, 0], [20, 1], zeros(4)), null],
  ['image/x-icon', bytesOf([0, 0, 1, 0, 1, 0], [16, 16, 0, 0, 1, 0, 32, 0], zeros(4), [22, 0, 0, 0]), null],
] as const)('%s, case %#', (type, bytes, size) => {
  expect(imageType(bytes)).toBe(type);
  const [width, height] = size ?? [];
  expect(imageSize(bytes, type)).toEqual(size === null ? null : { width, height });
});

test.each([
  ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
  ['HTML', bytesOf('<!doctype html>')],
  ['a word that begins with BM', bytesOf('BMW is a car, and this a line of text')],
  ['zeros', bytesOf(zeros(64))],
  ['a cut signature', bytesOf('\x89PNG')],
  ['nothing', bytesOf()],
])('%s is no picture', (_, bytes) => {
  expect(imageType(bytes)).toBeNull();
});

test('a picture that ends in its header has no size', () => {
  for (const bytes of [bytesOf('\x89PNG\r\n\x1a\n'), bytesOf('GIF89a'), bytesOf('RIFF', zeros(4), 'WEBPVP8X')]) {
    const type = imageType(bytes);
    expect(type).not.toBeNull();
    if (type !== null) expect(imageSize(bytes, type)).toBeNull();
  }
});
