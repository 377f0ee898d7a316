import { describe, expect, test } from 'vitest';
import { fileEntry, newFile, put, safe, stage, texts } from './stage.ts';

describe('what is put in stands in the folder', () => {
  test.each([
    ['empty', '', Infinity],
    ['one byte', 'x', Infinity],
    ['in one write', 'whole', Infinity],
    ['byte by byte', 'dripped', 1],
  ])('%s', async (_, content, pieceSize) => {
    const { folder, sink } = stage();
    expect(await put(sink, 'a/b.txt', content, { pieceSize })).toEqual({ delivered: true });
    await sink.drain();
    expect(texts(folder)).toEqual({ 'a/b.txt': content });
  });

  test('a view into a larger buffer, and no more of it', async () => {
    const { folder, sink } = stage();
    await put(sink, 'a', new TextEncoder().encode('<view>').subarray(1, 5));
    expect(folder.text('a')).toBe('view');
  });

  test('bytes shared between threads', async () => {
    const { folder, sink } = stage();
    const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(0x41);
    await put(sink, 'a', shared);
    expect(folder.text('a')).toBe('AA');
  });

  test('directories, with those above them', async () => {
    const { folder, sink } = stage();
    const results = await Promise.all(
      ['a/b/c', 'a/b', 'd'].map((path) => sink.makeDirectory(safe(path), fileEntry(path, 0))),
    );
    expect(results).toEqual([{ delivered: true }, { delivered: true }, { delivered: true }]);
    expect(folder.directories()).toEqual(['a', 'a/b', 'a/b/c', 'd']);
  });
});

test('a new empty file costs no writable', async () => {
  const { folder, sink } = stage();
  await put(sink, 'empty', '');
  expect(folder.peakOpenWritables).toBe(0);
});

test('an empty file empties the one that was there', async () => {
  const { folder, sink } = stage();
  folder.put('a', 'old');
  await put(sink, 'a', '');
  expect(folder.text('a')).toBe('');
});

test('a discarded file leaves nothing, and what was there as it was', async () => {
  const { folder, sink } = stage();
  folder.put('old', 'old');
  for (const path of ['old', 'new', 'd/new']) {
    const file = await sink.startFile(newFile(path));
    await file.write(Uint8Array.of(1));
    expect(await file.discard()).toBeNull();
  }
  await sink.drain();
  expect(texts(folder)).toEqual({ old: 'old' });
  expect(folder.openWritables).toBe(0);
});
