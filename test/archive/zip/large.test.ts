// Sizes and offsets past 2^32, and many entries.
import { describe, expect, test } from 'vitest';
import { openZip } from '../../../src/archive/zip/open-zip.ts';
import { concat } from '../../support/byte-writer.ts';
import { singlePart } from '../../support/parted-source.ts';
import { SparseSource } from '../../support/sparse-source.ts';
import { writeZip, writeZipEnd, writeZipEntry, writeZipRecord } from '../../support/write-zip.ts';
import { quiet } from '../open-any.ts';
import { decode, indexOf, zipSource } from './open.ts';

describe('past 2^32', () => {
  const far = 5 * 2 ** 32 + 7;
  const entry = { path: 'far.bin', content: 'beyond', store: true, wide: true };
  const big = { path: 'big.bin', store: true, wide: true, fields: { size: 2 ** 34, packedSize: 2 ** 34, method: 0 } };

  function farArchive(): SparseSource {
    const first = writeZipEntry({ ...big, fields: { method: 0 } });
    const body = writeZipEntry(entry);
    const records = concat([writeZipRecord(big, 0), writeZipRecord(entry, far)]);
    const directoryOffset = far + body.length;
    const wideOffset = directoryOffset + records.length;
    const end = writeZipEnd({ wide: true }, { count: 2, directorySize: records.length, directoryOffset, wideOffset });
    const tail = concat([body, records, end]);
    return new SparseSource(far + tail.length, [
      { offset: 0, bytes: first },
      { offset: far, bytes: tail },
    ]);
  }

  test('sizes and offsets are read whole, and only the end of the archive is read', async () => {
    const sparse = farArchive();
    const source = singlePart(sparse, 'site.zip');
    const { entries, issues } = await indexOf(source);
    expect(issues).toEqual([]);
    expect(entries.map(({ path, size, packedSize }) => [path, size, packedSize])).toEqual([
      ['big.bin', 2 ** 34, 2 ** 34],
      ['far.bin', 6, 6],
    ]);
    const [, second] = entries;
    expect(second?.data).toMatchObject({ in: 'stored', span: { offset: far } });
    expect(sparse.bytesRead).toBeLessThan(1024 * 1024);
    if (second !== undefined) expect(new TextDecoder().decode(await decode(second, source))).toBe('beyond');
  });

  test('a directory of a gigabyte is refused before it is read', async () => {
    const end = writeZipEnd({}, { count: 1, directorySize: 2 ** 30, directoryOffset: 100 });
    const record = writeZipRecord({ path: 'a', store: true }, 0);
    const sparse = new SparseSource(100 + 2 ** 30 + end.length, [
      { offset: 100, bytes: record },
      { offset: 100 + 2 ** 30, bytes: end },
    ]);
    await expect(indexOf(singlePart(sparse, 'site.zip'))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip', offset: 100, found: 2 ** 30 },
    });
    expect(sparse.longestRead).toBeLessThan(1024 * 1024);
  });
});

describe('a large directory', () => {
  const entries = Array.from({ length: 25_000 }, (_, i) => ({
    path: `components/com_content/file-${i}.php`,
    store: true,
  }));
  const source = zipSource(writeZip({ entries }));

  test('25,000 entries are listed in order, with progress that only grows', async () => {
    const told: [number, number][] = [];
    const opened = await openZip(source, { ...quiet, onProgress: (bytes, count) => told.push([bytes, count]) });
    if (opened.state !== 'open') throw new Error('locked');
    expect(opened.index.entries.map(({ path }) => path)).toEqual(entries.map(({ path }) => path));
    expect(told.map(([, count]) => count)).toEqual([5000, 10_000, 15_000, 20_000, 25_000, 25_000]);
    expect(told.toSorted(([a], [b]) => a - b)).toEqual(told);
    expect(told.at(-1)?.[0]).toBe(source.size);
  });

  test('a cancel while it is listed ends it', async () => {
    const cancel = new AbortController();
    const opening = openZip(source, {
      signal: cancel.signal,
      onProgress: () => {
        cancel.abort();
      },
    });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
});
