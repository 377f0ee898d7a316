// P-09: of a JPS file that is cut within a chunk, or broken in one, all is kept that its formats let be had: in 1.9 to the last
// byte; from 1.10 on a chunk cannot be opened without its end, where its IV is.
import { createCipheriv } from 'node:crypto';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { decodeDamaged } from '../../src/decode/decode-damaged.ts';
import { joinSources } from '../../src/parts/joined-source.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { quiet, readIndex } from '../archive/open-any.ts';
import { salvage } from '../archive/salvage/damage.ts';
import { ByteWriter, concat, splitEvery } from '../support/byte-writer.ts';
import { DrippingSource, singlePart } from '../support/parted-source.ts';
import { writeJps, type JpsArchive, type JpsEntry } from '../support/write-jps.ts';

const password = 'x';
const chunkSize = 20_000;
/** Packs to about half. */
const content = new TextEncoder()
  .encode(Array.from({ length: 12_000 }, (_, i) => (i * 7919) % 10_007).join(' '))
  .subarray(0, 50_000);
const packed = splitEvery(content, chunkSize).map((piece) => deflateRawSync(piece));

type Facts = Pick<JpsArchive, 'version' | 'key' | 'iv'>;

function archiveOf(facts: Facts, entry: Partial<JpsEntry> = {}, trailer: JpsArchive['trailer'] = null): Uint8Array {
  return writeJps({ ...facts, password, chunkSize, trailer, entries: [{ path: 'bad', content, ...entry }] });
}

function allThereIs(cut: Uint8Array): Uint8Array {
  return inflateRawSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
}

async function kept(entry: Entry | undefined, source: ByteSource): Promise<Uint8Array> {
  if (entry === undefined) throw new Error('one entry');
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeDamaged(entry, source, quiet)) pieces.push(piece);
  return concat(pieces);
}

/** Where the cipher text of each chunk begins, if so many bytes stand behind it, and where it ends. */
function chunksIn(
  bytes: Uint8Array,
  trailerLength: number,
): readonly { readonly start: number; readonly end: number }[] {
  const lengths = packed.map(({ length }) => Math.ceil(length / 16) * 16 + trailerLength);
  let start = bytes.length - lengths.reduce((sum, length) => sum + 8 + length, 0);
  return lengths.map((length) => {
    const chunk = { start: start + 8, end: start + 8 + length };
    start = chunk.end;
    return chunk;
  });
}

/** How much of the content a reader that cannot open a cut chunk gets from so many bytes of the archive. */
function inWholeChunks(bytes: Uint8Array, trailerLength: number, cut: number): number {
  const count = chunksIn(bytes, trailerLength).filter(({ end }) => end <= cut).length;
  return Math.min(content.length, count * chunkSize);
}

/** And one that can. */
function inAll(bytes: Uint8Array, cut: number): number {
  const pieces = chunksIn(bytes, 4).map(({ start }, index) => {
    const blocks = Math.max(0, Math.floor((cut - start) / 16));
    return blocks === 0 ? 0 : allThereIs((packed[index] ?? new Uint8Array()).subarray(0, blocks * 16)).length;
  });
  return pieces.reduce((sum, size) => sum + size, 0);
}

/** From within the first chunk to the end, with every place of a block of 16 bytes among them. */
function cutsOf(bytes: Uint8Array): readonly number[] {
  const start = chunksIn(bytes, 4)[0]?.start ?? 0;
  return Array.from({ length: Math.floor((bytes.length - start) / 331) }, (_, i) => start + i * 331);
}

describe('1.9, in which the IV follows from the password', () => {
  const bytes = archiveOf({ version: '1.9' });

  test('cut at any of many places: all that is before the cut', async () => {
    const cuts = cutsOf(bytes);
    expect(new Set(cuts.map((cut) => cut % 16)).size).toBe(16);
    for (const cut of cuts) {
      const source = singlePart(bytes.subarray(0, cut));
      const { entries } = await salvage(source, password);
      const found = await kept(entries[0], source);
      expect(found.length, `cut at ${cut}`).toBe(inAll(bytes, cut));
      expect(Buffer.compare(found, content.subarray(0, found.length)), `cut at ${cut}`).toBe(0);
      expect(Buffer.compare(await kept(entries[0], source), found), `cut at ${cut}, again`).toBe(0);
    }
  });

  test('a part that is missing: all that is before it', async () => {
    const cut = 9_001;
    const parts = [
      { name: 'site.j01', source: new MemorySource(bytes.subarray(0, cut)) },
      { name: 'site.j02', source: null },
      { name: 'site.jps', source: new MemorySource(bytes.subarray(2 * cut)) },
    ];
    const source = joinSources(parts);
    const { entries, issues } = await salvage(source, password);
    const found = await kept(entries[0], source);
    expect(found.length).toBe(inAll(bytes, cut));
    expect(Buffer.compare(found, content.subarray(0, found.length))).toBe(0);
    expect(issues).toContainEqual(expect.objectContaining({ kind: 'lost-bytes', after: 'bad' }));
  });

  test('a part that cannot be read: all that is before it, and no more is asked for than once', async () => {
    const cut = 9_001;
    let failures = 0;
    const failing = {
      size: bytes.length - cut,
      read: () => {
        failures += 1;
        return Promise.reject(new DOMException('gone', 'NotReadableError'));
      },
    };
    const { entries } = await readIndex(singlePart(bytes), password);
    const parts = [new MemorySource(bytes.subarray(0, cut)), failing];
    const source = joinSources(parts.map((part, i) => ({ name: `part ${i + 1}`, source: part })));
    const found = await kept(entries[0], source);
    expect(found.length).toBe(inAll(bytes, cut));
    expect(Buffer.compare(found, content.subarray(0, found.length))).toBe(0);
    expect(failures).toBe(1);
  });

  test('all that can be had is given before what cannot be read is asked for', async () => {
    const cut = 9_001;
    const whole = new MemorySource(bytes);
    const source: ByteSource = {
      size: bytes.length,
      endOfPart: (offset) => (offset < cut ? cut : bytes.length),
      read: (offset, length) =>
        offset + length > cut ? Promise.reject(new ExtractError('archive-changed')) : whole.read(offset, length),
    };
    const { entries } = await readIndex(singlePart(bytes), password);
    const [entry] = entries;
    if (entry === undefined) throw new Error('one entry');
    let size = 0;
    for await (const piece of decodeDamaged(entry, source, quiet)) {
      size += piece.length;
      if (size === inAll(bytes, cut)) break;
    }
    expect(size).toBe(inAll(bytes, cut));
  });

  test('a long chunk is not read in one go', async () => {
    const long = createCipheriv('aes-128-ctr', new Uint8Array(16), new Uint8Array(16)).update(new Uint8Array(900_000));
    const archive = writeJps({
      version: '1.9',
      password,
      chunkSize: long.length,
      entries: [{ path: 'bad', content: long }],
    });
    const { entries } = await readIndex(archive, password);
    const source = new DrippingSource(new MemorySource(archive));
    expect(Buffer.compare(await kept(entries[0], source), long)).toBe(0);
    expect(Math.max(...source.reads.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
  });

  test('a stored chunk gives its blocks of 16 bytes before the cut', async () => {
    const stored = archiveOf({ version: '1.9' }, { store: true });
    // The third chunk: 10,000 bytes are 625 blocks, and four more say so.
    const cut = stored.length - 10_004 + 165;
    const source = singlePart(stored.subarray(0, cut));
    const found = await kept((await salvage(source, password)).entries[0], source);
    expect(found).toHaveLength(2 * chunkSize + 160);
    expect(Buffer.compare(found, content.subarray(0, found.length))).toBe(0);
  });

  test('a file whose chunks are all there is not damaged by what stands behind them', async () => {
    // As a chunk of 5,000 bytes would begin, but for how many it says are in it.
    const behind = new ByteWriter().u32(5000).u32(7).bytes(new Uint8Array(3000)).done();
    const { entries } = await salvage(concat([bytes, behind]), password);
    expect(entries).toMatchObject([{ path: 'bad', data: { in: 'chunks' } }]);
  });
});

describe('where every block has an IV of its own behind it', () => {
  test.each<[string, Facts, number]>([
    ['1.10', { version: '1.10' }, 24],
    ['2.0', { version: '2.0' }, 24],
    ['2.0, and a salt', { version: '2.0', key: 'per-block' }, 92],
  ])(
    '%s, cut at any of many places: the chunks that are whole, and not a byte that is wrong',
    async (_, facts, behind) => {
      const bytes = archiveOf(facts);
      for (const cut of cutsOf(bytes).filter((__, i) => i % 10 === 0)) {
        const source = singlePart(bytes.subarray(0, cut));
        const found = await kept((await salvage(source, password)).entries[0], source);
        expect(found.length, `cut at ${cut}`).toBe(inWholeChunks(bytes, behind, cut));
        expect(Buffer.compare(found, content.subarray(0, found.length)), `cut at ${cut}`).toBe(0);
      }
    },
  );
});

describe('a chunk whose stream breaks gives what comes before the break', () => {
  test.each<[string, Facts]>([
    ['1.9', { version: '1.9' }],
    ['1.10', { version: '1.10' }],
    ['2.0', { version: '2.0' }],
    ['2.0, with a salt in every block', { version: '2.0', key: 'per-block' }],
    ['2.0, without an IV', { version: '2.0', iv: 'derived' }],
  ])('%s', async (_, facts) => {
    const [, second = new Uint8Array()] = packed;
    const half = second.subarray(0, 3000);
    const chunks = [{}, { plain: concat([half, new Uint8Array(3000).fill(0xff)]) }];
    const source = singlePart(archiveOf(facts, { chunks }, {}));
    const found = await kept((await readIndex(source, password)).entries[0], source);
    const least = chunkSize + allThereIs(half).length;
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(Buffer.compare(found.subarray(0, least), content.subarray(0, least))).toBe(0);
  });

  test('and nothing comes from the chunks behind it', async () => {
    const chunks = [{}, { plain: packed[1]?.subarray(0, 3000) ?? '' }];
    const source = singlePart(archiveOf({ version: '2.0' }, { chunks }, {}));
    const found = await kept((await readIndex(source, password)).entries[0], source);
    expect(found).toHaveLength(chunkSize + allThereIs(packed[1]?.subarray(0, 3000) ?? new Uint8Array()).length);
    expect(Buffer.compare(found, content.subarray(0, found.length))).toBe(0);
  });
});
