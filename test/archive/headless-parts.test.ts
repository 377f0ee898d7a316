// Bytes from the middle of an archive are told from bytes of anything else.
import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { statedParts } from '../../src/archive/open-archive.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { concat, toBytes, type Content } from '../support/byte-writer.ts';
import { readParts } from '../support/fixtures.ts';
import { singlePart } from '../support/parted-source.ts';
import { SparseSource } from '../support/sparse-source.ts';
import { jpaEntityExtra, writeJpaEntity } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';

const mebibyte = 2 ** 20;
const plain = writeJpaEntity({ path: 'a', content: 'x', store: true });
/** Entities of a JPS without its header and end mark. */
const sealed = writeJps({ entries: [{ path: 'a' }], trailer: null }).subarray(84);

async function holdsEntity(source: ByteSource): Promise<boolean> {
  return (await statedParts(singlePart(source))).beginsHere === 'no';
}

function holds(...pieces: readonly Content[]): Promise<boolean> {
  return holdsEntity(new MemorySource(concat(pieces.map(toBytes))));
}

describe('a part that is not the first', () => {
  test.each(['split/site.jpa', 'split/site-jps.jps'])('of %s', async (name) => {
    for (const part of readParts(name).slice(1)) {
      // The second part of that JPS lies within one chunk of a file, and has no header in it.
      expect(await holds(part)).toBe(Buffer.from(part).includes('JPF'));
    }
  });

  test.each([
    ['a plain header', plain],
    ['a sealed header', sealed],
    [
      'a sealed header with a salt',
      writeJps({ entries: [{ path: 'a' }], key: 'per-block', trailer: null }).subarray(84),
    ],
    [
      'a sealed header of full blocks',
      writeJps({ entries: [{ path: 'p'.repeat(16) }], padsFullBlocks: true, trailer: null }).subarray(84),
    ],
  ])('with %s anywhere', async (_, header) => {
    for (const count of [0, 1, 5000, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte - 20])
      expect(await holds(new Uint8Array(count), header)).toBe(true);
  });

  test('with a header far in', async () => {
    const island = { offset: 60 * mebibyte, bytes: plain };
    const source = new SparseSource(2 ** 40, [island]);
    expect(await holdsEntity(source)).toBe(true);
    expect(source.longestRead).toBeLessThan(2 * mebibyte);
  });
});

describe('anything else', () => {
  test.each<[string, Content]>([
    ['nothing', ''],
    ['the letters alone', 'JPF'],
    ['the letters in a text', 'JPF is what an entity begins with. JPFJPFJPF'],
    ['a header that is cut', plain.subarray(0, 15)],
    ['a type that does not exist', writeJpaEntity({ path: 'a', fields: { type: 3 } })],
    ['a compression that does not exist', writeJpaEntity({ path: 'a', fields: { compression: 3 } })],
    [
      'an extra field that lies',
      writeJpaEntity({ path: 'a', fields: { extras: jpaEntityExtra(9, new Uint8Array(), 3) } }),
    ],
  ])('%s', async (_, bytes) => {
    expect(await holds(bytes)).toBe(false);
  });

  test('noise, though it holds the letters', async () => {
    const noise = createCipheriv('aes-128-ctr', new Uint8Array(16), new Uint8Array(16)).update(
      new Uint8Array(mebibyte),
    );
    for (let at = 0; at + 3 < noise.length; at += 1000) noise.set(toBytes('JPF'), at);
    expect(await holds(noise)).toBe(false);
  });

  test('a terabyte of zeros, of which little is read', async () => {
    const source = new SparseSource(2 ** 40, []);
    expect(await holdsEntity(source)).toBe(false);
    expect(source.bytesRead).toBeLessThan(70 * mebibyte);
  });
});
