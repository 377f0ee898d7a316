// Files past 2^32 bytes and past the 8 GiB that a header can name. Their data is one piece of zeros, written again and again.
import { describe, expect, test } from 'vitest';
import type { Output } from '../../../src/pack/packer.ts';
import { tarSize } from '../../../src/pack/tar/tar-size.ts';
import { TarWriter } from '../../../src/pack/tar/tar-writer.ts';
import { octal, readPax, text } from './read-tar.ts';
import { add, directory, file, pathOf, type Packed } from './stage.ts';

const data = new Uint8Array(64 * 1024 * 1024);

/** Counts, and keeps everything but data, by its offset. */
class CountingOutput implements Output {
  size = 0;
  readonly headers = new Map<number, Uint8Array>();

  write(bytes: Uint8Array): Promise<void> {
    if (bytes.buffer !== data.buffer) this.headers.set(this.size, bytes.slice());
    this.size += bytes.length;
    return Promise.resolve();
  }
}

/** A file of zeros, and another member behind it. */
async function packLarge(size: number): Promise<CountingOutput> {
  const output = new CountingOutput();
  const writer = new TarWriter(output);
  const member = { path: pathOf('large'), permissions: 0o644, modifiedMs: 0 };
  await writer.beginFile({ ...member, size, crc32: 0, packing: { method: 'stored', size } });
  for (let left = size; left > 0; left -= data.length)
    await writer.write(data.subarray(0, Math.min(left, data.length)));
  await writer.endFile();
  await add(writer, directory('next'));
  await writer.end();
  return output;
}

describe('the next member follows', () => {
  test.each([2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33 - 1, 2 ** 33, 2 ** 33 + 513, 2 ** 40 + 1])(
    '%d bytes',
    async (size) => {
      const { headers, size: written } = await packLarge(size);
      const first = headers.get(0) ?? new Uint8Array();
      const isExtended = text(first, 156, 1) === 'x';
      const said = isExtended
        ? readPax(first.subarray(512, 512 + octal(first, 124, 12)))['size']
        : octal(first, 124, 12);
      expect([isExtended, Number(said)]).toEqual([size >= 2 ** 33, size]);
      expect(octal(first, first.length - 512 + 124, 12)).toBe(Math.min(size, 2 ** 33 - 1));

      const next = headers.get(first.length + Math.ceil(size / 512) * 512) ?? new Uint8Array();
      expect(text(next, 0, 100)).toBe('next/');
      expect(written).toBe(tarSize([{ ...file('large'), kind: 'file', size }, directory('next')]));
    },
  );
});

test('the sum of all sizes is exact up to petabytes', () => {
  const large: Packed = { ...file('f'), kind: 'file', size: 2 ** 50 + 1 };
  const each = 3 * 512 + 2 ** 50 + 512;
  expect(tarSize([large, large, large, large])).toBe(Math.ceil((4 * each + 1024) / 10_240) * 10_240);
});
