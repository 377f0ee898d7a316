// Archives past 2^31, 2^32 and 5 GB, of which only the headers exist. Nothing may wrap, and nothing may be read or held
// that is as large as a size field says.
import { describe, expect, test } from 'vitest';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { singlePart } from '../support/parted-source.ts';
import { SparseSource } from '../support/sparse-source.ts';
import { writeJpaEntity, writeJpaHeader, type JpaEntry } from '../support/write-jpa.ts';
import { decode, quiet, readIndex } from './open-any.ts';

const mebibyte = 2 ** 20;
const after: JpaEntry = { path: 'after.txt', content: 'behind it', store: true };

/** JPA 1.3 with one stored entry of `size` zeros, and a small one behind it. */
function hugeJpa(size: number, version = '1.3'): SparseSource {
  const wide = version === '1.3';
  const entry: JpaEntry = {
    path: 'huge.bin',
    store: true,
    fields: { packedSize: Math.min(size, 2 ** 32 - 1), size: Math.min(size, 2 ** 32 - 1) },
    ...(wide ? { wideSizes: { packedSize: size, size } } : {}),
  };
  const total = size + 9;
  const header = writeJpaHeader({
    version,
    entries: [entry, after],
    header: { count: 2, size: total % 2 ** 32, packedSize: total % 2 ** 32 },
    ...(wide ? { wideTotals: { size: total, packedSize: total } } : {}),
  });
  const entity = writeJpaEntity(entry);
  const last = writeJpaEntity(after);
  const lastAt = header.length + entity.length + size;
  return new SparseSource(lastAt + last.length, [
    { offset: 0, bytes: header },
    { offset: header.length, bytes: entity },
    { offset: lastAt, bytes: last },
  ]);
}

const sizes = [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 5 * 10 ** 9, 5 * 2 ** 40];

describe('JPA 1.3', () => {
  test.each(sizes)('Z-19: a stored entry of %d bytes is hopped over, and the next is found behind it', async (size) => {
    const sparse = hugeJpa(size);
    const source = singlePart(sparse);
    const { entries, issues, checks } = await readIndex(source);
    expect(issues).toEqual([]);
    expect(checks).toEqual(['entry-count', 'total-size', 'packed-size']);
    expect(entries.map((entry) => [entry.path, entry.size, entry.packedSize])).toEqual([
      ['huge.bin', size, size],
      ['after.txt', 9, 9],
    ]);
    expect(sparse.longestRead).toBeLessThanOrEqual(mebibyte);
    expect(sparse.bytesRead).toBeLessThanOrEqual(mebibyte);

    const last = entries[1];
    expect(last && new TextDecoder().decode(await decode(last, source))).toBe('behind it');
  });

  test('the parts of 2 GiB that hold it are joined past 2^32', async () => {
    const sparse = hugeJpa(2 ** 33 + 5);
    const partSize = 2 ** 31;
    const parts = Array.from({ length: Math.ceil(sparse.size / partSize) }, (_, i) => ({
      name: `site.j${i + 1}`,
      source: slice(sparse, i * partSize, Math.min(partSize, sparse.size - i * partSize)),
    }));
    const source = joinSources(parts);
    const last = (await readIndex(source)).entries[1];
    expect(source.parts).toHaveLength(5);
    expect(last && new TextDecoder().decode(await decode(last, source))).toBe('behind it');
  });
});

// Without the 64-bit fields, totals wrap at 2^32 and must be compared wrapped.
test('JPA 1.2 totals past 2^32 are compared modulo 2^32', async () => {
  const size = 2 ** 31 + 7;
  const entries = ['a', 'b', 'c'].map((path): JpaEntry => ({ path, store: true, fields: { packedSize: size, size } }));
  const total = (3 * size) % 2 ** 32;
  const header = writeJpaHeader({ entries, header: { size: total, packedSize: total } });
  const islands = [{ offset: 0, bytes: header }];
  let offset = header.length;
  for (const entry of entries) {
    const bytes = writeJpaEntity(entry);
    islands.push({ offset, bytes });
    offset += bytes.length + size;
  }
  const index = await readIndex(singlePart(new SparseSource(offset, islands)));
  expect(index.issues).toEqual([]);
  expect(index.entries.reduce((sum, entry) => sum + entry.size, 0)).toBe(3 * size);
});

describe('decoding', () => {
  test('a stored entry of 5 GB comes in pieces of 1 MiB at most', async () => {
    const size = 5 * 10 ** 9;
    const source = zeros(size);
    const entry = {
      path: 'huge',
      kind: 'file',
      size,
      packedSize: size,
      data: { in: 'stored', span: { offset: 0, length: size } },
    } as const;
    let length = 0;
    let largest = 0;
    for await (const piece of decodeEntry(entry, source, quiet)) {
      length += piece.length;
      largest = Math.max(largest, piece.length);
    }
    expect([length, largest, source.largest()]).toEqual([size, mebibyte, mebibyte]);
  });

  test('nothing is read before it is asked for', async () => {
    const sparse = hugeJpa(5 * 10 ** 9);
    const [huge] = (await readIndex(singlePart(sparse))).entries;
    const before = sparse.bytesRead;
    if (huge === undefined) throw new Error('no entry');
    const pieces = decodeEntry(huge, sparse, quiet);
    await pieces.next();
    await pieces.next();
    expect(sparse.bytesRead - before).toBe(2 * mebibyte);
    await pieces.return();
  });
});

/** The same piece of memory handed out again and again: 5 GB that cost no time. */
function zeros(size: number): {
  size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
  largest(): number;
} {
  const piece = new Uint8Array(mebibyte);
  let largest = 0;
  return {
    size,
    read(_, length) {
      largest = Math.max(largest, length);
      return Promise.resolve(piece.subarray(0, length));
    },
    largest: () => largest,
  };
}

function slice(source: SparseSource, start: number, size: number): Pick<JoinedSource, 'size' | 'read'> {
  return { size, read: (offset, length) => source.read(start + offset, length) };
}
