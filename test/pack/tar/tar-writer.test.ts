// The archive to the byte: fields, order, padding, end; and what the writer does not let pass.
import { describe, expect, test } from 'vitest';
import { TarWriter } from '../../../src/pack/tar/tar-writer.ts';
import { octal, readTar, text } from './read-tar.ts';
import { add, directory, file, link, MemoryOutput, pack, pathOf } from './stage.ts';

const latin1 = (bytes: Uint8Array, offset: number, size: number): string =>
  String.fromCharCode(...bytes.subarray(offset, offset + size));

test('every field of a header is where the standard has it', async () => {
  const archive = await pack([file('a/b.txt', 'hello', { permissions: 0o640, modifiedMs: 1_000_000_000_000 })]);
  expect(latin1(archive, 0, 8)).toBe('a/b.txt\0');
  expect(latin1(archive, 100, 8)).toBe('0000640\0');
  expect(latin1(archive, 108, 16)).toBe('0000000\x000000000\0');
  expect(latin1(archive, 124, 12)).toBe('00000000005\0');
  expect(latin1(archive, 136, 12)).toBe('07346545000\0');
  expect(latin1(archive, 148, 8)).toMatch(/^[0-7]{6}\0 $/);
  expect(latin1(archive, 156, 2)).toBe('0\0');
  expect(latin1(archive, 257, 8)).toBe('ustar\x0000');
  expect([text(archive, 265, 32), text(archive, 297, 32)]).toEqual(['root', 'root']);
  expect(latin1(archive, 329, 16)).toBe('0000000\x000000000\0');
  expect(latin1(archive, 512, 6)).toBe('hello\0');
});

test('a member is told from another by its type, and a directory by its slash too', async () => {
  const entries = readTar(await pack([directory('d'), file('d/f', 'x'), link('d/l', '../t')]));
  expect(entries).toMatchObject([
    { type: '5', name: 'd/', size: 0, permissions: 0o755, pax: {} },
    { type: '0', name: 'd/f', size: 1, permissions: 0o644, pax: {} },
    { type: '2', name: 'd/l', size: 0, permissions: 0o777, linkTarget: '../t', pax: {} },
  ]);
});

test('a long name is cut at the first slash that will do', async () => {
  const archive = await pack([file(`${'a'.repeat(20)}/b/${'c'.repeat(98)}`)]);
  expect(text(archive, 345, 155)).toBe('a'.repeat(20));
  expect(text(archive, 0, 100)).toBe(`b/${'c'.repeat(98)}`);
});

test('an extended header stands before the header it is about, which says what it can', async () => {
  const name = `${'日'.repeat(40)}.txt`;
  const archive = await pack([file(name, 'x', { modifiedMs: -1500 }), file('b')]);
  expect(text(archive, 156, 1)).toBe('x');
  expect(octal(archive, 124, 12)).toBe(134 + 14);
  expect(text(archive, 1024, 100)).toBe('日'.repeat(33));
  expect(octal(archive, 1024 + 136, 12)).toBe(0);
  expect(readTar(archive)).toMatchObject([
    { name, modifiedNs: -1_500_000_000n },
    { name: 'b', pax: {} },
  ]);
});

describe('data is followed by zeros up to the next block', () => {
  test.each([
    [0, 512],
    [1, 1024],
    [511, 1024],
    [512, 1024],
    [513, 1536],
    [1024, 1536],
  ])('%i bytes', async (size, next) => {
    const archive = await pack([file('a', new Uint8Array(size).fill(1)), file('b')]);
    expect(text(archive, next, 100)).toBe('b');
  });
});

describe('the end is two blocks of zeros and fills a record', () => {
  test.each([
    [0, 10_240],
    [17, 10_240],
    [18, 20_480],
    [19, 20_480],
    [37, 20_480],
    [38, 30_720],
  ])('after a header and %i blocks', async (blocks, size) => {
    const archive = await pack([file('a', new Uint8Array(blocks * 512).fill(1))]);
    expect(archive).toHaveLength(size);
    expect(readTar(archive)).toHaveLength(1);
  });

  test('where there is no member at all', async () => {
    expect(await pack([])).toEqual(new Uint8Array(10_240));
  });
});

describe('a file', () => {
  const begun = async (size: number): Promise<TarWriter> => {
    const writer = new TarWriter(new MemoryOutput());
    const member = { path: pathOf('f'), permissions: 0o644, modifiedMs: 0 };
    await writer.beginFile({ ...member, size, crc32: 0, packing: { method: 'stored', size } });
    return writer;
  };

  test.each([
    ['one byte less', 4],
    ['one byte more', 6],
    ['nothing', 0],
  ])('of five bytes that gets %s is refused', async (_, size) => {
    const writer = await begun(5);
    await writer.write(new Uint8Array(size));
    await expect(writer.endFile()).rejects.toThrow(`a file of 5 bytes got ${size}`);
  });
  test('of five bytes that gets five is not', async () => {
    const writer = await begun(5);
    await writer.write(new Uint8Array(2));
    await writer.write(new Uint8Array(3));
    await expect(writer.endFile()).resolves.toBeUndefined();
  });
  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('of %d bytes is none', async (size) => {
    await expect(begun(size)).rejects.toThrow('is in no TAR header');
  });
  test('that was not ended lets nothing else begin', async () => {
    const writer = await begun(1);
    for (const member of [file('a'), directory('b'), link('c', 'd')])
      await expect(add(writer, member)).rejects.toThrow('a file was not ended');
    await expect(writer.end()).rejects.toThrow('a file was not ended');
  });
  test('that was not begun takes no bytes and has no end', async () => {
    const writer = new TarWriter(new MemoryOutput());
    await expect(writer.write(new Uint8Array(1))).rejects.toThrow('no file was begun');
    await expect(writer.endFile()).rejects.toThrow('no file was begun');
  });
});

test.each(['', 'a\0b'])('a link to %j is refused', async (target) => {
  await expect(pack([link('l', target)])).rejects.toThrow('no target of a link');
});

test('bytes are the caller’s again once they are written', async () => {
  const output = new MemoryOutput();
  const writer = new TarWriter(output);
  const bytes = new Uint8Array(3).fill(1);
  const facts = { path: pathOf('f'), permissions: 0o644, modifiedMs: 0, size: 6, crc32: 0 };
  await writer.beginFile({ ...facts, packing: { method: 'stored', size: 6 } });
  await writer.write(bytes);
  await writer.write(bytes.fill(2));
  bytes.fill(3);
  await writer.endFile();
  expect([...output.bytes.subarray(512, 518)]).toEqual([1, 1, 1, 2, 2, 2]);
});
