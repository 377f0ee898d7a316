// Proving: nothing is given that has not passed every check, and what another archive can take over is not packed anew.
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { proveEntry, type Proven } from '../../src/decode/prove-entry.ts';
import { damage, quiet, readIndex } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { splitEvery, writeJps, type JpsEntry } from '../support/write-jps.ts';

const text = new TextEncoder().encode('What the builder put in comes out. '.repeat(40));
const long = new Uint8Array(2_500_000).map((_, at) => Math.imul(at >> 4, 2654435761) >>> 24);

interface Opened {
  readonly entry: Entry;
  readonly source: ByteSource;
}

async function jpa(entry: JpaEntry): Promise<Opened> {
  const source = singlePart(writeJpa({ entries: [entry] }));
  const [only] = (await readIndex(source)).entries;
  if (only === undefined) throw new Error('no entry');
  return { entry: only, source };
}

async function jps(content: Uint8Array, chunkSize?: number): Promise<Opened> {
  const entries = [{ path: 'a', content }];
  const archive = { entries, password: 'p', iterations: 10, ...(chunkSize === undefined ? {} : { chunkSize }) };
  const source = singlePart(writeJps(archive));
  const [only] = (await readIndex(source, 'p')).entries;
  if (only === undefined) throw new Error('no entry');
  return { entry: only, source };
}

async function prove({ entry, source }: Opened, wants: 'plain' | 'packed'): Promise<Proven & { proved: number }> {
  let proved = 0;
  const onProved = (size: number): Promise<void> => {
    proved += size;
    return Promise.resolve();
  };
  return { ...(await proveEntry(entry, source, { ...quiet, again: source, from: null, wants, onProved })), proved };
}

async function bytesOf({ pieces }: Proven): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece.slice());
  return concat(all);
}

describe.each([
  ['short', text],
  ['long', long],
])('a %s file', (_, content) => {
  test('is given plain, with its checksum, once all of it was proved', async () => {
    const proven = await prove(await jpa({ path: 'a', content }), 'plain');
    expect(proven).toMatchObject({ crc32: crc32(content), packing: { method: 'stored', size: content.length } });
    expect(proven.proved).toBe(content.length);
    expect(Buffer.compare(await bytesOf(proven), content)).toBe(0);
  });

  test('of deflate data is given as it lies in the archive', async () => {
    const packed = deflateRawSync(content);
    const proven = await prove(await jpa({ path: 'a', content }), 'packed');
    expect(proven).toMatchObject({ crc32: crc32(content), packing: { method: 'deflate', size: packed.length } });
    expect(Buffer.compare(await bytesOf(proven), packed)).toBe(0);
  });

  test('that is stored stays stored', async () => {
    const proven = await prove(await jpa({ path: 'a', content, store: true }), 'packed');
    expect(proven).toMatchObject({ crc32: crc32(content), packing: { method: 'stored', size: content.length } });
    expect(Buffer.compare(await bytesOf(proven), content)).toBe(0);
  });

  test.each(['plain', 'packed'] as const)('that is damaged is not given at all: %s', async (wants) => {
    const opened = await jpa({ path: 'a', content, fields: { size: content.length + 1 } });
    expect(await damage(prove(opened, wants))).toMatchObject({ what: 'too-short' });
  });

  test('of JPS chunks becomes one deflate stream', async () => {
    const proven = await prove(await jps(content), 'packed');
    expect(proven).toMatchObject({ crc32: crc32(content), packing: { method: 'deflate' } });
    expect(Buffer.compare(inflateRawSync(await bytesOf(proven)), content)).toBe(0);
  });
});

test('a small JPS file is taken over as its only chunk has it', async () => {
  const proven = await prove(await jps(text), 'packed');
  expect(await bytesOf(proven)).toEqual(new Uint8Array(deflateRawSync(text)));
});

test.each([
  ['short', text, 400],
  ['long', long, 1_000_000],
])('the chunks of a %s JPS file are joined as they are', async (_, content, chunkSize) => {
  const proven = await prove(await jps(content, chunkSize), 'packed');
  const chunks = splitEvery(content, chunkSize).map((chunk) => deflateRawSync(chunk));
  const joined = await bytesOf(proven);
  expect(proven.packing).toEqual({ method: 'deflate', size: joined.length });
  // But for the bit by which each says that it is the last.
  let at = 0;
  for (const chunk of chunks) {
    const differing = chunk.filter((byte, index) => byte !== joined[at + index]);
    expect(differing.length).toBe(1);
    at += chunk.length + (joined[at + chunk.length + 2] === 0xff ? 4 : 5);
  }
  expect(joined.length - at).toBe(2);
  expect(Buffer.compare(inflateRawSync(joined), content)).toBe(0);
});

test('chunks that are not deflated stay so', async () => {
  for (const content of [text, long]) {
    const entries = [{ path: 'a', content, store: true }];
    const source = singlePart(writeJps({ entries, password: 'p', iterations: 10, chunkSize: 300_000 }));
    const [entry] = (await readIndex(source, 'p')).entries;
    if (entry === undefined) throw new Error('no entry');
    const proven = await prove({ entry, source }, 'packed');
    expect(proven).toMatchObject({ crc32: crc32(content), packing: { method: 'stored', size: content.length } });
    expect(Buffer.compare(await bytesOf(proven), content)).toBe(0);
  }
});

describe('chunks are damaged', () => {
  /** Plain bytes that were proved before that was found out. */
  async function provedOf(entry: JpsEntry, what: string): Promise<number> {
    const source = singlePart(writeJps({ entries: [entry], chunkSize: 400, password: 'p', iterations: 10 }));
    const [only] = (await readIndex(source, 'p')).entries;
    if (only === undefined) throw new Error('no entry');
    let proved = 0;
    const onProved = (size: number): Promise<void> => {
      proved += size;
      return Promise.resolve();
    };
    const options = { ...quiet, again: source, from: null, wants: 'packed', onProved } as const;
    expect(await damage(proveEntry(only, source, options))).toMatchObject({ what });
    return proved;
  }

  test('where one gives nothing: an archive of such would never end', async () => {
    const nothing = { plain: deflateRawSync('') };
    for (const [at, chunks] of [[nothing], [{}, nothing], [{}, {}, nothing]].entries()) {
      const entry = { path: 'a', content: text.subarray(0, 1200), chunks, fields: { size: 800 } };
      expect(await provedOf(entry, 'broken-stream')).toBe(at * 400);
    }
  });

  test('where one gives more than the file has, as soon as it does', async () => {
    const bomb = { plain: deflateRawSync(Buffer.alloc(50_000_000)) };
    expect(await provedOf({ path: 'a', content: text, chunks: [{}, bomb] }, 'too-long')).toBe(400);
  });
});

test.each([
  ['of a chunk more', { size: 1000 }, 'too-long'],
  ['of a chunk less', { size: 3000 }, 'too-short'],
])('chunks %s than the archive states are not given', async (_, fields, what) => {
  const entries = [{ path: 'a', content: text, fields }];
  const source = singlePart(writeJps({ entries, password: 'p', iterations: 10, chunkSize: 400 }));
  const [entry] = (await readIndex(source, 'p')).entries;
  if (entry === undefined) throw new Error('no entry');
  expect(await damage(prove({ entry, source }, 'packed'))).toMatchObject({ what });
});

test.each([
  ['no smaller is stored', new Uint8Array(randomBytes(3000)), 'stored'],
  ['smaller is deflated', text, 'deflate'],
] as const)('what a library decodes, and deflating makes %s', async (_, content, method) => {
  const open = (): ReadableStream<Uint8Array> => new Blob([content]).stream();
  const data = { in: 'foreign', span: { offset: 0, length: 0 }, open } as const;
  const entry: Entry = { path: 'a', kind: 'file', size: content.length, packedSize: 0, data };
  const proven = await prove({ entry, source: new MemorySource(new Uint8Array()) }, 'packed');
  expect(proven.packing.method).toBe(method);
  const bytes = await bytesOf(proven);
  expect(bytes).toHaveLength(proven.packing.size ?? 0);
  expect(Buffer.compare(method === 'stored' ? bytes : inflateRawSync(bytes), content)).toBe(0);
});

test.each([
  ['with an empty stream', deflateRawSync(''), 'deflate'],
  ['without even that', new Uint8Array(), 'stored'],
] as const)('an empty file %s is packed as readers of ZIP take it', async (_, bytes, method) => {
  const span = { offset: 0, length: bytes.length };
  const data = { in: 'deflate', span } as const;
  const entry: Entry = { path: 'a', kind: 'file', size: 0, packedSize: bytes.length, data };
  const proven = await prove({ entry, source: new MemorySource(bytes) }, 'packed');
  expect(proven).toMatchObject({ crc32: 0, packing: { method, size: bytes.length } });
  expect(await bytesOf(proven)).toEqual(Uint8Array.from(bytes));
});
