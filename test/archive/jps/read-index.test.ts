// The walk over a JPS: headers, the chunks behind them, and the end mark.
import { describe, expect, test } from 'vitest';
import { joinSources } from '../../../src/parts/joined-source.ts';
import { ByteWriter } from '../../support/byte-writer.ts';
import { joinParts, singlePart } from '../../support/parted-source.ts';
import { noise } from '../../support/seal-jps.ts';
import { SparseSource } from '../../support/sparse-source.ts';
import { splitEvery, writeJps, type JpsArchive, type JpsBlockFields, type JpsEntry } from '../../support/write-jps.ts';
import { decode, readIndex, refusal } from '../open-any.ts';

/** Where the first entity begins in 2.0. */
const firstAt = 84;
const before: JpsEntry = { path: 'before', content: 'abc' };

function archive(entries: readonly JpsEntry[], facts: Partial<JpsArchive> = {}): Uint8Array {
  return writeJps({ ...facts, entries });
}

test('an entry of each kind is told with where its data lies', async () => {
  const { entries } = await readIndex(
    archive([
      { path: 'd/' },
      { path: 'd/f', content: 'xyz', fields: { mode: 0o100444, modified: 1_700_000_000 } },
      { path: 's', content: 'xyz', store: true },
      { path: 'l', kind: 'link', content: 'd/f' },
      { path: 'e', content: '' },
    ]),
  );
  expect(entries).toMatchObject([
    { path: 'd/', kind: 'directory', size: 0, mode: 0o040755, data: { in: 'nothing' } },
    { path: 'd/f', kind: 'file', size: 3, mode: 0o100444, modifiedMs: 1.7e12, data: { in: 'chunks', deflated: true } },
    { path: 's', kind: 'file', size: 3, data: { in: 'chunks', deflated: false } },
    { path: 'l', kind: 'link', size: 3, data: { in: 'chunks', deflated: false } },
    { path: 'e', kind: 'file', size: 0, data: { in: 'nothing' } },
  ]);
});

test('time 0, which stands for one that is not known, is no time', async () => {
  const { entries } = await readIndex(archive([before, { path: 'd/' }, { ...before, fields: { modified: 1 } }]));
  expect(entries.map(({ modifiedMs }) => modifiedMs)).toEqual([undefined, undefined, 1000]);
});

test('the target of a link is never inflated, whatever its header says', async () => {
  const source = singlePart(archive([{ path: 'l', kind: 'link', content: 'd/f', fields: { compression: 1 } }]));
  const [link] = (await readIndex(source)).entries;
  expect(link && new TextDecoder().decode(await decode(link, source))).toBe('d/f');
});

test('a file that is bzip2 is named and hopped over', async () => {
  const { entries } = await readIndex(archive([{ ...before, fields: { compression: 2 } }, { path: 'next' }]));
  expect(entries).toMatchObject([{ data: { in: 'unsupported', method: 'bzip2' } }, { path: 'next' }]);
});

test('a chunk that spans three parts and more is read', async () => {
  const content = new ByteWriter().bytes(noise('a', 64)).bytes(noise('b', 64)).bytes(noise('c', 64)).done();
  const bytes = archive([{ path: 'f', content, store: true }], { trailer: { partCount: 7 } });
  const source = joinParts(splitEvery(bytes, 64), 'site', 'jps');
  const [file] = (await readIndex(source)).entries;
  const span = file?.data.in === 'chunks' ? file.data.span : { offset: 0, length: 0 };
  expect([source.locate(span.offset).number, source.locate(span.offset + span.length - 1).number]).toEqual([3, 6]);
  expect(file && (await decode(file, source))).toEqual(content);
});

describe('chunks', () => {
  function withChunk(chunk: Partial<JpsBlockFields>): Promise<unknown> {
    return readIndex(archive([{ path: 'f', content: 'abc', chunks: [chunk] }, { path: 'next' }]));
  }
  const chunkAt = archive([{ path: 'f' }], { trailer: null }).length;

  test.each([
    ['of more than 4 MiB', { encryptedSize: 4 * 2 ** 20 + 1 }, 'archive-damaged'],
    ['of FFFFFFFF bytes', { encryptedSize: 2 ** 32 - 1 }, 'archive-damaged'],
    ['of 4 MiB in an archive of less', { encryptedSize: 4 * 2 ** 20 }, 'archive-truncated'],
  ])('K-09: one %s is refused before it is read', async (_, chunk, code) => {
    const error = await refusal(withChunk(chunk));
    expect(error).toMatchObject({ code, where: { entry: 'f' } });
    if (code === 'archive-damaged') expect(error.where.offset).toBe(chunkAt);
  });

  test('a sealed size that is too small loses the way, which is noticed', async () => {
    expect((await refusal(withChunk({ encryptedSize: 8 }))).code).toBe('archive-damaged');
  });

  test('a file with a size and no chunk is refused', async () => {
    const error = await refusal(readIndex(archive([{ path: 'f', fields: { size: 5 } }, { path: 'next' }])));
    expect(error).toMatchObject({ code: 'archive-damaged', where: { entry: 'f', offset: chunkAt } });
  });

  test('an archive of 6 GB in chunks is walked without reading them', async () => {
    const chunkSize = 4 * 2 ** 20;
    const chunkCount = 1500;
    const header = archive([{ path: 'huge', fields: { size: 2 ** 32 - 1 } }], { trailer: null });
    const end = archive([], { trailer: { count: 1, size: 2 ** 32 - 1 } }).subarray(firstAt);
    const islands = [{ offset: 0, bytes: header }];
    let offset = header.length;
    for (let chunk = 0; chunk < chunkCount; chunk += 1) {
      islands.push({
        offset,
        bytes: new ByteWriter()
          .u32(chunkSize)
          .u32(chunkSize - 4)
          .done(),
      });
      offset += 8 + chunkSize;
    }
    islands.push({ offset, bytes: end });
    const source = new SparseSource(offset + end.length, islands);
    const index = await readIndex(joinSources([{ name: 'huge.jps', source }]));
    expect(index.issues).toEqual([]);
    expect(index.entries[0]?.packedSize).toBe(chunkCount * (8 + chunkSize));
    expect(source.longestRead).toBeLessThanOrEqual(2 ** 20);
    expect(source.bytesRead).toBeLessThan(source.size / 50);
  });
});

describe('the end mark', () => {
  test.each([
    ['K-17: one entry more', { count: 3 }, [{ kind: 'count-differs', expected: 3, found: 2 }]],
    ['K-17: one entry less', { count: 1 }, [{ kind: 'count-differs', expected: 1, found: 2 }]],
    ['a byte more of files', { size: 4 }, [{ kind: 'size-differs', of: 'files', expected: 4, found: 3 }]],
    ['the truth', {}, []],
    ['another packed size, on which writers do not agree', { packedSize: 99 }, []],
  ])('that states %s', async (_, trailer, issues) => {
    expect((await readIndex(archive([before, { path: 'd/' }], { trailer }))).issues).toEqual(issues);
  });

  test.each([0, 2, 65_535])('K-17: that states %i parts of one, and an entry more, is refused', async (partCount) => {
    const error = await refusal(readIndex(archive([before], { trailer: { partCount, count: 2 } })));
    expect(error).toMatchObject({ code: 'part-count-differs', where: { expected: partCount, found: 1 } });
  });

  test.each([2, 65_535])('M-09: that states %i parts of one which holds all is that of joined parts', async (count) => {
    const index = await readIndex(archive([before], { trailer: { partCount: count } }));
    expect(index.issues).toEqual([{ kind: 'parts-joined', count }]);
    expect(index.checks).not.toContain('part-count');
  });

  test('K-17: that states no part is refused', async () => {
    const error = await refusal(readIndex(archive([before], { trailer: { partCount: 0 } })));
    expect(error).toMatchObject({ code: 'part-count-differs', where: { expected: 0, found: 1 } });
  });

  test('K-18: with bytes behind it is told', async () => {
    expect((await readIndex(archive([before], { after: 'tail' }))).issues).toEqual([{ kind: 'bytes-after', count: 4 }]);
  });

  test('that is another word is not taken for one', async () => {
    const { code } = await refusal(readIndex(archive([{ path: 'before' }], { trailer: { signature: 'JPX' } })));
    expect(code).toBe('archive-damaged');
  });

  test('K-18: that comes too early leaves the rest unread, and the count tells', async () => {
    const early = archive([before], { trailer: { count: 2 } });
    const rest = archive([{ path: 'lost', content: 'x' }], { trailer: null }).subarray(firstAt);
    const { issues } = await readIndex(new ByteWriter().bytes(early).bytes(rest).done());
    expect(issues.map(({ kind }) => kind)).toEqual(['count-differs', 'bytes-after']);
  });
});

test('an empty path is not one in the first header, where it tells of a wrong password', async () => {
  expect((await refusal(readIndex(archive([{ path: '' }])))).code).toBe('wrong-password');
  expect((await readIndex(archive([before, { path: '' }]))).entries[1]?.path).toBe('');
});

test('a path that is not UTF-8 is shown, and told', async () => {
  const { entries } = await readIndex(archive([before, { path: Uint8Array.of(0x61, 0xff) }]));
  expect(entries[1]).toMatchObject({ path: 'a%FF', hasBadEncoding: true });
});
