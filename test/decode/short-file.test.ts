// What is found out of short files apart from everything else: their checksums, and nothing of one that is not what it ought
// to be.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { inflateRoom, shortSpan, readShortFile, sumShortFiles, type ShortForm } from '../../src/decode/short-file.ts';
import { damage, readIndex } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';

const text = new TextEncoder().encode('What the builder put in comes out. '.repeat(40));
const packedText = new Uint8Array(deflateRawSync(text));
const room = inflateRoom();

interface Form extends ShortForm {
  readonly packed: Uint8Array;
}

function deflated(content: Uint8Array, changes: Partial<Form> = {}): Form {
  const packed = changes.packed ?? new Uint8Array(deflateRawSync(content));
  return { method: 'deflate', length: packed.length, size: content.length, ...changes, packed };
}

function sums(forms: readonly Form[]): (number | null)[] {
  return sumShortFiles({ bytes: new Uint8Array(concat(forms.map(({ packed }) => packed))), forms }, room);
}

describe('sums', () => {
  test('are those of the plain bytes, in the order of the files', () => {
    const other = text.subarray(0, 100);
    const stored: Form = { method: 'stored', length: other.length, size: other.length, packed: other };
    expect(sums([deflated(text), stored, deflated(other)])).toEqual([text, other, other].map((one) => crc32(one)));
  });

  test('there are of a file as large as any that is short', () => {
    const zeros = new Uint8Array(wholeLimit);
    expect(sums([deflated(zeros)])).toEqual([crc32(zeros)]);
  });

  const broken: readonly [string, Form][] = [
    ['a cut stream', deflated(text, { packed: packedText.subarray(0, -1) })],
    ['a stream with a byte behind it', deflated(text, { packed: concat([packedText, Uint8Array.of(0)]) })],
    ['no stream', deflated(text, { packed: new Uint8Array(20).fill(0xff) })],
    ['a stream that gives more', deflated(text, { size: text.length - 1 })],
    ['a stream that gives less', deflated(text, { size: text.length + 1 })],
    ['stored bytes of another size', { method: 'stored', length: 5, size: 6, packed: text.subarray(0, 5) }],
  ];
  test.each(broken)('there is none of %s, and those of the files around it are right', (_, form) => {
    expect(sums([deflated(text), form, deflated(text)])).toEqual([crc32(text), null, crc32(text)]);
  });
});

async function only(bytes: Uint8Array, password?: string): Promise<Entry> {
  const [entry] = (await readIndex(singlePart(bytes), password)).entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

const jpa = (entry: JpaEntry): Uint8Array => writeJpa({ entries: [entry] });
const jps = (content: Uint8Array, chunkSize = 65_536): Uint8Array =>
  writeJps({ entries: [{ path: 'a', content }], password: 'p', iterations: 10, chunkSize });

describe('of an archive', () => {
  test.each([
    ['JPA', jpa({ path: 'a', content: text }), undefined],
    ['JPA, stored', jpa({ path: 'a', content: text, store: true }), undefined],
    ['ZIP', writeZip({ entries: [{ path: 'a', content: text }] }), undefined],
    ['JPS', jps(text), 'p'],
  ])('%s, a short file is read as it goes into another', async (_, bytes, password) => {
    const entry = await only(bytes, password);
    expect(shortSpan(entry)).not.toBeNull();
    const data = await (await readShortFile(entry, new MemorySource(bytes)))?.();
    if (data === undefined) throw new Error('nothing was read');
    expect(sumShortFiles({ bytes: data.packed.slice(), forms: [data] }, room)).toEqual([crc32(text)]);
  });

  test('a ZIP states a checksum, a JPA does not', async () => {
    const zip = writeZip({ entries: [{ path: 'a', content: text }] });
    const without = jpa({ path: 'a', content: text });
    const [stated, unstated] = await Promise.all(
      [zip, without].map(async (bytes) => (await readShortFile(await only(bytes), new MemorySource(bytes)))?.()),
    );
    expect(stated).toMatchObject({ crc32: crc32(text) });
    expect(unstated).toMatchObject({ crc32: undefined });
  });

  test.each([
    ['an empty file', jpa({ path: 'a', content: '' })],
    ['a folder', jpa({ path: 'a/' })],
    ['a file of more than a mebibyte', jpa({ path: 'a', content: new Uint8Array(wholeLimit + 1) })],
  ])('%s is not short', async (_, bytes) => {
    expect(shortSpan(await only(bytes))).toBeNull();
  });

  test('a file in several chunks of a JPS is left to be packed as one', async () => {
    const bytes = jps(text, 500);
    expect(await readShortFile(await only(bytes, 'p'), new MemorySource(bytes))).toBeNull();
  });

  test('a file whose data lies beyond the end of the archive is damaged', async () => {
    const bytes = jpa({ path: 'a', content: text });
    const entry = await only(bytes);
    const cut = new MemorySource(bytes.subarray(0, -1));
    expect(await damage(readShortFile(entry, cut))).toEqual({ what: 'beyond-end' });
  });
});
