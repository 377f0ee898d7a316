// What the writer refuses: each of these would be an archive that is wrong.
import { describe, expect, test } from 'vitest';
import { hasZipName } from '../../../src/pack/zip/zip-name.ts';
import { ZipWriter } from '../../../src/pack/zip/zip-writer.ts';
import { MemoryOutput } from './outputs.ts';
import { add, fileMember, pathOf } from './pack.ts';

function writer(): ZipWriter {
  return new ZipWriter(new MemoryOutput());
}

describe('a file', () => {
  test.each([
    ['stored', 3, 2, false],
    ['stored', 3, 3, true],
    ['stored', 3, 4, false],
    ['stored', 0, 0, true],
    ['deflate', 3, 2, false],
    ['deflate', 3, 3, true],
    ['deflate', 3, 4, false],
    ['deflate', null, 77, true],
  ] as const)('%s, of %s packed bytes, is given %d', async (method, size, given, isRight) => {
    const zip = writer();
    await zip.beginFile(fileMember('a', { size: size ?? 1, packing: { method, size } }));
    await zip.write(new Uint8Array(given));
    const [ended] = await Promise.allSettled([zip.endFile()]);
    expect(ended.status).toBe(isRight ? 'fulfilled' : 'rejected');
  });

  test('stored cannot have another packed size than its plain one', async () => {
    const begun = writer().beginFile(fileMember('a', { size: 3, packing: { method: 'stored', size: 4 } }));
    await expect(begun).rejects.toThrow('stored bytes');
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('of %d bytes is a bug', async (size) => {
    await expect(writer().beginFile(fileMember('a', { size }))).rejects.toThrow(Error);
  });
});

describe('order', () => {
  test('bytes belong to a file that was begun', async () => {
    await expect(writer().write(new Uint8Array(1))).rejects.toThrow('no file');
    await expect(writer().endFile()).rejects.toThrow('no file');
  });

  test('nothing comes between a file and its end', async () => {
    const zip = writer();
    await zip.beginFile(fileMember('a'));
    await expect(zip.beginFile(fileMember('b'))).rejects.toThrow('not been ended');
    await expect(add(zip, { path: 'c' })).rejects.toThrow('not been ended');
    await expect(add(zip, { path: 'd', target: 'x' })).rejects.toThrow('not been ended');
    await expect(zip.end()).rejects.toThrow('not been ended');
    await zip.endFile();
    await zip.end();
  });

  test('nothing comes behind the end', async () => {
    const zip = writer();
    await zip.end();
    await expect(add(zip, { path: 'a' })).rejects.toThrow('has been ended');
    await expect(zip.end()).rejects.toThrow('has been ended');
  });
});

describe('a name', () => {
  // Three bytes each.
  const long = (count: number): string => '日'.repeat(count);

  test('has 65,535 bytes at most, those of a directory and its slash included', async () => {
    expect(hasZipName(pathOf(long(21_845)), 'file')).toBe(true);
    expect(hasZipName(pathOf(long(21_845)), 'directory')).toBe(false);
    expect(hasZipName(pathOf(`${long(21_845)}x`), 'file')).toBe(false);
    await add(writer(), { path: long(21_845), content: '' });
    await expect(add(writer(), { path: long(21_845) })).rejects.toThrow('more than 65535 bytes');
  });
});
