// Split ZIPs whose parts were joined by hand into one file, in order: `cat site.z01 site.z02 site.zip > joined.zip`.
import { BlobWriter, SplitDataWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import { searchLength } from '../../../src/archive/zip/end-record.ts';
import { readZip } from '../../../src/archive/zip/read-index.ts';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { concat } from '../../support/byte-writer.ts';
import { DrippingSource, singlePart } from '../../support/parted-source.ts';
import { writeSplitZip, writeUnevenZip, writeZip, zipExtra, type ZipArchive } from '../../support/write-zip.ts';
import { contents, decode, indexOf, three, threeContents, zipSource } from './open.ts';
import { unlock } from './write-encrypted.ts';

/** What the parts give when they are joined, as text by path, and what is said of it. */
async function joined(parts: readonly Uint8Array[]) {
  const source = zipSource(concat(parts));
  const index = await indexOf(source);
  return { index, source, contents: await contents(index, source) };
}

function told(count: number): ArchiveIndex['issues'] {
  return count > 1 ? [{ kind: 'parts-joined', count }] : [];
}

const stored = (path: string, size: number) => ({ path, content: path.padEnd(size, '.'), store: true });
/** Each of 150 bytes with its header, behind a mark of four. */
const five = { entries: ['a', 'b', 'c', 'd', 'e'].map((path) => stored(path, 119)) };
const entrySize = 150;
const fiveContents = Object.fromEntries(five.entries.map(({ path, content }) => [path, content]));

const endLength = 22;

function directorySize({ entries }: ZipArchive): number {
  return entries.reduce((size, { path }) => size + 46 + path.length, 0);
}

function edgeOf(entry: number): number {
  return 4 + entry * entrySize;
}

describe('joined parts open', () => {
  test('whatever their size, wherever the edges fall', async () => {
    const whole = writeZip(three).length;
    for (let partSize = 5; partSize < whole; partSize += 1) {
      const parts = writeSplitZip(three, partSize);
      // What begins in an earlier part is refused below.
      if ((parts.at(-1)?.length ?? 0) < directorySize(three) + endLength) continue;
      const found = await joined(parts);
      expect(found.index.issues, `parts of ${partSize}`).toEqual(told(parts.length));
      expect(found.contents, `parts of ${partSize}`).toEqual(threeContents);
    }
  });

  test('of any sizes, as where a part ends early so that a header is not cut', async () => {
    const found = await joined(writeUnevenZip(five, [edgeOf(1), edgeOf(3), edgeOf(4) + 40]));
    expect(found.index.issues).toEqual(told(4));
    expect(found.contents).toEqual(fiveContents);
  });

  test('with an entry over several of them', async () => {
    const entries = [stored('a', 20), stored('large', 1000), stored('z', 20)];
    const archive = { entries };
    const found = await joined(writeUnevenZip(archive, [100, 300, 500, 700, 1070]));
    expect(found.index.issues).toEqual(told(6));
    expect(Object.keys(found.contents)).toEqual(['a', 'large', 'z']);
  });

  test('with nothing but the directory in the last', async () => {
    const found = await joined(writeUnevenZip(five, [edgeOf(2), edgeOf(5)]));
    expect(found.index.issues).toEqual(told(3));
    expect(found.contents).toEqual(fiveContents);
  });

  test.each(['signed', 'unsigned'] as const)('with sizes behind the data (%s)', async (descriptor) => {
    const entries = five.entries.map((entry) => ({ ...entry, descriptor }));
    const step = entrySize + (descriptor === 'signed' ? 16 : 12);
    const found = await joined(writeUnevenZip({ entries }, [4 + step, 4 + 3 * step]));
    expect(found.contents).toEqual(fiveContents);
  });

  test('with extra fields in local headers that the directory does not have', async () => {
    const extra = zipExtra(0x5455, new Uint8Array(5));
    const entries = five.entries.map((entry) => ({ ...entry, local: { extra } }));
    const step = entrySize + extra.length;
    expect((await joined(writeUnevenZip({ entries }, [4 + step, 4 + 3 * step]))).contents).toEqual(fiveContents);
  });

  test('with Zip64 sizes, offsets and end', async () => {
    const entries = five.entries.map((entry) => ({ ...entry, wide: true }));
    const archive = { entries, wide: true };
    expect((await joined(writeUnevenZip(archive, [edgeOf(1), edgeOf(3)]))).contents).toEqual(fiveContents);
  });

  test('with a directory that is not in the order of the files', async () => {
    const parts = writeUnevenZip(five, [edgeOf(2), edgeOf(4)]);
    const [last = new Uint8Array()] = parts.slice(-1);
    const start = last.length - endLength - directorySize(five);
    const record = directorySize(five) / five.entries.length;
    const records = five.entries.map((_, i) => last.slice(start + i * record, start + (i + 1) * record));
    last.set(concat(records.toReversed()), start);
    const found = await joined(parts);
    expect(found.index.entries.map(({ path }) => path)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(found.contents).toEqual(fiveContents);
  });

  test('with encrypted entries', async () => {
    const blobs: BlobWriter[] = [];
    const split = new SplitDataWriter(
      (async function* () {
        for (const maxSize of [200, 500, 10_000]) {
          const blob = new BlobWriter();
          blobs.push(blob);
          yield await Promise.resolve(Object.assign(blob, { maxSize }));
        }
        return true;
      })(),
    );
    const texts = { 'a.txt': 'first '.repeat(10), 'b.txt': 'x'.repeat(700), 'c.txt': 'third '.repeat(10) };
    const writer = new ZipWriter(split, { useWebWorkers: false, password: 's3cret', zipCrypto: true, level: 0 });
    for (const [path, text] of Object.entries(texts)) await writer.add(path, new TextReader(text));
    await writer.close();
    const pieces = await Promise.all(blobs.map(async (blob) => (await blob.getData()).bytes()));
    const source = zipSource(concat(pieces));
    const index = await unlock(source, 's3cret');
    expect(index.issues).toEqual(told(3));
    expect(await contents(index, source)).toEqual(texts);
  });
});

describe('what is damaged at an edge', () => {
  /** Parts of two entries each but the last, joined. */
  const edges = [edgeOf(2), edgeOf(4)];
  const bytes = concat(writeUnevenZip(five, edges));

  test('costs the first file of a part alone, where another one shows the part to be in place', async () => {
    const damaged = bytes.slice();
    damaged.fill(0, edgeOf(2), edgeOf(2) + 4);
    const source = zipSource(damaged);
    const { entries } = await indexOf(source);
    const results = await Promise.allSettled(entries.map((entry) => decode(entry, source)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  test('is told with its place in the one file, where no other file is to be found', async () => {
    const damaged = bytes.slice();
    damaged.fill(0, edgeOf(4), edgeOf(4) + 4);
    await expect(indexOf(damaged)).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip', offset: edgeOf(4), entry: 'd' },
    });
  });

  test.each([
    ['missing', concat([bytes.subarray(0, edgeOf(2) - 3), bytes.subarray(edgeOf(2))])],
    ['there beside them', concat([bytes.subarray(0, edgeOf(2)), Uint8Array.of(0x1a), bytes.subarray(edgeOf(2))])],
  ])('is told with its place, where bytes are %s', async (_, damaged) => {
    await expect(indexOf(damaged)).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip', offset: edgeOf(2), entry: 'b' },
    });
  });

  test('is told with its place, where another file stands in the place of a part', async () => {
    const [first, , third] = writeUnevenZip(five, [edgeOf(1), edgeOf(2)]);
    if (first === undefined || third === undefined) throw new Error('three parts');
    const [fourth] = writeUnevenZip({ entries: [stored('x', 119)] }, []);
    await expect(indexOf(concat([first, fourth ?? first, third]))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { offset: edgeOf(1), entry: 'a' },
    });
  });
});

test('looking for the parts ends where the user stops opening', async () => {
  const progress = { signal: AbortSignal.abort('stopped'), onProgress: () => undefined };
  const source = zipSource(concat(writeUnevenZip(five, [edgeOf(2)])));
  await expect(readZip(source, { progress, salvages: false })).rejects.toBe('stopped');
});

test('a part that would begin before the last entry of the part before is none', async () => {
  const entries = five.entries.map((entry, i) => (i < 2 ? entry : { ...entry, record: { offset: entrySize + 1 } }));
  await expect(indexOf(concat(writeUnevenZip({ entries }, [edgeOf(2)])))).rejects.toMatchObject({
    code: 'archive-damaged',
    where: { part: 'site.zip', offset: edgeOf(2), entry: 'b' },
  });
});

describe('is refused for the number of parts', () => {
  const refused = (expected: number) => ({ code: 'part-count-differs', where: { expected, found: 1 } });

  test('where the directory begins in an earlier part', async () => {
    const parts = writeUnevenZip(five, [edgeOf(2), edgeOf(5) + 50]);
    await expect(indexOf(concat(parts))).rejects.toMatchObject(refused(3));
  });

  test('where an entry is said to lie in a part that there is not', async () => {
    const entries = five.entries.map((entry) => (entry.path === 'e' ? { ...entry, record: { part: 9 } } : entry));
    await expect(indexOf(concat(writeUnevenZip({ entries }, [edgeOf(2)])))).rejects.toMatchObject(refused(2));
  });

  test('where more parts are stated than anyone makes, and not where just as many are', async () => {
    const withParts = (count: number): Uint8Array => {
      const end = { lastPart: count - 1, directoryPart: count - 1, directoryOffset: edgeOf(5) - edgeOf(2) };
      const entries = five.entries.map((entry, i) => (i < 2 ? entry : { ...entry, record: { part: count - 1 } }));
      return concat(writeUnevenZip({ entries, end }, [edgeOf(2)]));
    };
    await expect(indexOf(withParts(10_001))).rejects.toMatchObject(refused(10_001));
    expect((await indexOf(withParts(10_000))).issues).toEqual(told(10_000));
  });
});

test('of a ZIP that is not split only the end is read', async () => {
  const bytes = writeZip({ entries: [stored('large', 2 * searchLength), ...five.entries] });
  const source = new DrippingSource(new MemorySource(bytes));
  await indexOf(singlePart(source, 'site.zip'));
  expect(Math.min(...source.reads.map(({ offset }) => offset))).toBe(bytes.length - searchLength);
});
