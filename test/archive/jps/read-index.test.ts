// The walk over a JPS: headers, the chunks behind them, and the end mark; and what happens where one of them lies.
import { describe, expect, test } from 'vitest';
import { joinSources } from '../../../src/parts/joined-source.ts';
import { ByteWriter } from '../../support/byte-writer.ts';
import { joinParts, singlePart } from '../../support/parted-source.ts';
import { noise } from '../../support/seal-jps.ts';
import { SparseSource } from '../../support/sparse-source.ts';
import { splitEvery, writeJps, type JpsArchive, type JpsBlockFields, type JpsEntry } from '../../support/write-jps.ts';
import { decode, readIndex, refusal, unpack } from '../open-any.ts';

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

describe('a header that lies is refused at its place', () => {
  /** Of the second header, so that it is damage and not a wrong password. */
  test.each<[string, Partial<JpsEntry>]>([
    ['path length too small', { fields: { pathLength: 0 } }],
    ['path length too large', { fields: { pathLength: 5 } }],
    ['path length 65,535', { fields: { pathLength: 65_535 } }],
    ['type 3', { fields: { type: 3 } }],
    ['type 255', { fields: { type: 255 } }],
    ['compression 3', { fields: { compression: 3 } }],
    ['opened size a byte too small', { header: { decryptedSize: 19 } }],
    ['opened size a byte too large', { header: { decryptedSize: 21 } }],
    ['opened size larger than the sealed one', { header: { decryptedSize: 60_000 } }],
    ['plain length inside the seal a byte too small', { header: { innerSize: 19 } }],
    ['plain length inside the seal FFFFFFFF', { header: { innerSize: 2 ** 32 - 1 } }],
    ['padding that is not zero', { header: { padding: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) } }],
    ['two blocks of padding', { header: { padding: new Uint8Array(12 + 16) } }],
    ['an empty seal', { header: { sealed: new Uint8Array() } }],
    ['a seal of three bytes', { header: { sealed: new Uint8Array(3) } }],
    ['a seal of half a block', { header: { sealed: new Uint8Array(8 + 4) } }],
    ['a header that opens to nothing', { header: { plain: '' } }],
    ['sealed size a byte too small', { header: { encryptedSize: 55 } }],
    ['sealed size a byte too large', { header: { encryptedSize: 57 } }],
    ['a signature that is not one', { signature: 'JPX' }],
  ])('%s', async (_, lie) => {
    const first = archive([{ path: 'before' }], { trailer: null });
    const error = await refusal(readIndex(archive([{ path: 'before' }, { path: 'next', ...lie }, { path: 'z' }])));
    expect(error.code).toBe('archive-damaged');
    expect(error.where).toMatchObject({ part: 'site.jpa', offset: first.length, entry: 'before' });
  });

  test('the same header without the lie is read', async () => {
    const { entries } = await readIndex(archive([{ path: 'before' }, { path: 'next' }, { path: 'z' }]));
    expect(entries.map(({ path }) => path)).toEqual(['before', 'next', 'z']);
  });

  test('a sealed size beyond the end is a cut', async () => {
    const error = await refusal(readIndex(archive([before, { path: 'n', header: { encryptedSize: 65_535 } }])));
    expect(error).toMatchObject({ code: 'archive-truncated', where: { entry: 'before' } });
  });
});

describe('padding', () => {
  // A header opens to the path and sixteen bytes: these paths fill one, two and three blocks to the last byte.
  test.each([
    ['none where the last block is full', 16, new Uint8Array()],
    ['a block of zeros where the last block is full, as the vendor writes', 16, new Uint8Array(16)],
    ['none where three blocks are full', 32, new Uint8Array()],
    ['a block of zeros behind three full ones', 32, new Uint8Array(16)],
    ['fifteen zeros', 17, new Uint8Array(15)],
  ])('%s', async (_, length, padding) => {
    const path = 'p'.repeat(length);
    const { entries } = await readIndex(archive([{ path, header: { padding } }]));
    expect(entries[0]?.path).toBe(path);
  });

  test.each([
    ['a full block of which the last byte is not zero', 16, Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? 1 : 0))],
    ['two full blocks', 16, new Uint8Array(32)],
  ])('%s is no padding', async (_, length, padding) => {
    const path = 'p'.repeat(length);
    const error = await refusal(readIndex(archive([{ path: 'before' }, { path, header: { padding } }])));
    expect(error.code).toBe('archive-damaged');
  });
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
  ])('one %s is refused before it is read', async (_, chunk, code) => {
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
      islands.push({ offset, bytes: new ByteWriter().u32(chunkSize).u32(chunkSize - 4).done() });
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
    ['one entry more', { count: 3 }, [{ kind: 'count-differs', expected: 3, found: 2 }]],
    ['one entry less', { count: 1 }, [{ kind: 'count-differs', expected: 1, found: 2 }]],
    ['a byte more of files', { size: 4 }, [{ kind: 'size-differs', of: 'files', expected: 4, found: 3 }]],
    ['the truth', {}, []],
    ['another packed size, on which writers do not agree', { packedSize: 99 }, []],
  ])('that states %s', async (_, trailer, issues) => {
    expect((await readIndex(archive([before, { path: 'd/' }], { trailer }))).issues).toEqual(issues);
  });

  test.each([0, 2, 65_535])('that states %i parts of one is refused', async (partCount) => {
    const error = await refusal(readIndex(archive([before], { trailer: { partCount } })));
    expect(error).toMatchObject({ code: 'part-count-differs', where: { expected: partCount, found: 1 } });
  });

  test('with bytes behind it is told', async () => {
    expect((await readIndex(archive([before], { after: 'tail' }))).issues).toEqual([{ kind: 'bytes-after', count: 4 }]);
  });

  test('that is another word is not taken for one', async () => {
    const { code } = await refusal(readIndex(archive([{ path: 'before' }], { trailer: { signature: 'JPX' } })));
    expect(code).toBe('archive-damaged');
  });

  test('that comes too early leaves the rest unread, and the count tells', async () => {
    const early = archive([before], { trailer: { count: 2 } });
    const rest = archive([{ path: 'lost', content: 'x' }], { trailer: null }).subarray(firstAt);
    const { issues } = await readIndex(new ByteWriter().bytes(early).bytes(rest).done());
    expect(issues.map(({ kind }) => kind)).toEqual(['count-differs', 'bytes-after']);
  });
});

describe('the archive header', () => {
  test.each<[string, Partial<JpsArchive>, string]>([
    ['hash 3', { header: { hashNumber: 3 } }, 'archive-damaged'],
    ['hash 255', { header: { hashNumber: 255 } }, 'archive-damaged'],
    ['no iterations', { header: { iterations: 0 } }, 'archive-damaged'],
    ['an extra field cut short', { header: { extraLength: 40 } }, 'archive-damaged'],
    ['an extra field of another kind', { header: { extra: new Uint8Array(76).fill(1) } }, 'archive-damaged'],
    ['an extra field beyond the archive', { header: { extraLength: 65_535 } }, 'archive-truncated'],
  ])('%s: refused before a password is asked for', async (_, facts, code) => {
    expect((await refusal(readIndex(archive([before], facts)))).code).toBe(code);
  });

  test.each([
    [1, 8],
    [2, 1],
    [3, 0],
    [255, 255],
  ])('version %i.%i is refused', async (major, minor) => {
    const bytes = archive([before]);
    bytes.set([major, minor], 3);
    const error = await refusal(readIndex(bytes));
    expect(error).toMatchObject({ code: 'unknown-version', where: { text: `JPS ${major}.${minor}` } });
  });

  test.each([1, 5000])('%i bytes before it are told', async (count) => {
    const bytes = archive([before, { path: 'next', content: 'x' }], { before: new Uint8Array(count) });
    expect((await readIndex(bytes)).issues).toEqual([{ kind: 'bytes-before', count }]);
    expect(await unpack(singlePart(bytes))).toHaveLength(2);
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
