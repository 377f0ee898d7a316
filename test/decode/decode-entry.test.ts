// The plain bytes of one entry, counted and checked: what is right comes out whole, and what is wrong ends in the right word.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry, EntryData } from '../../src/archive/entry.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { damage, decode, quiet, refusal } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { DrippingSource } from '../support/parted-source.ts';
import { SparseSource } from '../support/sparse-source.ts';

const mebibyte = 2 ** 20;
const plain = new TextEncoder().encode('some content '.repeat(20));

/** An entry whose data is all of `packed`. */
function entryOf(kind: 'stored' | 'deflate', packed: number, size: number, facts: { crc32?: number } = {}): Entry {
  return anEntry({ in: kind, span: { offset: 0, length: packed }, ...facts }, size);
}

function anEntry(data: EntryData, size: number): Entry {
  return { path: 'f', kind: 'file', size, packedSize: 'span' in data ? data.span.length : 0, data };
}

/** What is given before the end or the error, by size, and how it ends. */
async function pieces(entry: Entry, source: ByteSource): Promise<{ sizes: number[]; error: unknown }> {
  const sizes: number[] = [];
  try {
    for await (const piece of decodeEntry(entry, source, quiet)) sizes.push(piece.length);
    return { sizes, error: null };
  } catch (error) {
    return { sizes, error };
  }
}

describe('nothing', () => {
  test('of an empty file is given', async () => {
    expect(await pieces(anEntry({ in: 'nothing' }, 0), new MemorySource(plain))).toEqual({ sizes: [], error: null });
  });

  test('of a file that has a size is too short', async () => {
    const attempt = decode(anEntry({ in: 'nothing' }, 5), new MemorySource(plain));
    expect(await damage(attempt)).toEqual({ what: 'too-short', expected: 5, found: 0 });
  });
});

describe('stored', () => {
  test('bytes are given as they are', async () => {
    const source = new MemorySource(concat([new Uint8Array(3), plain, new Uint8Array(3)]));
    const entry = anEntry({ in: 'stored', span: { offset: 3, length: plain.length } }, plain.length);
    expect(await decode(entry, source)).toEqual(plain);
  });

  test.each([
    [10, 9, { what: 'too-short', expected: 10, found: 9 }],
    [9, 10, { what: 'too-long', expected: 9 }],
    [5, 0, { what: 'too-short', expected: 5, found: 0 }],
    [0, 5, { what: 'too-long', expected: 0 }],
    [2 ** 40, 5, { what: 'too-short', expected: 2 ** 40, found: 5 }],
  ])('Z-16: a size of %d and %i bytes of data are refused unread', async (size, length, expected) => {
    const source = new DrippingSource(new MemorySource(plain));
    expect(await damage(decode(entryOf('stored', length, size), source))).toEqual(expected);
    expect(source.reads).toEqual([]);
  });

  test.each([
    [wholeLimit - 1, [wholeLimit - 1]],
    [wholeLimit, [wholeLimit]],
    [wholeLimit + 1, [...Array<number>(wholeLimit / mebibyte).fill(mebibyte), 1]],
  ])('%i bytes come in pieces of %j', async (size, sizes) => {
    expect(await pieces(entryOf('stored', size, size), new SparseSource(size, []))).toEqual({ sizes, error: null });
  });

  test('bytes beyond the end are not read', async () => {
    const attempt = decode(entryOf('stored', plain.length + 1, plain.length + 1), new MemorySource(plain));
    expect(await damage(attempt)).toEqual({ what: 'beyond-end' });
  });
});

describe('deflated', () => {
  /** Small output, and output that streams. */
  const contents: [string, Uint8Array][] = [
    ['small', plain],
    ['exactly as long as is decoded in one go', new Uint8Array(wholeLimit).fill(1)],
    ['one byte longer', new Uint8Array(wholeLimit + 1).fill(1)],
    ['much longer', new Uint8Array(3 * wholeLimit).fill(1)],
  ];

  describe.each(contents)('%s', (_, content) => {
    const packed = deflateRawSync(content);
    const source = new MemorySource(packed);
    const isWhole = content.length <= wholeLimit;

    test('is given as it was', async () => {
      const found = await decode(entryOf('deflate', packed.length, content.length), source);
      expect(Buffer.compare(found, content)).toBe(0);
    });

    test('comes in one piece just when it was checked as one', async () => {
      const { sizes } = await pieces(entryOf('deflate', packed.length, content.length), source);
      expect(sizes.length === 1).toBe(isWhole);
    });

    test('Z-03: of a size that is a byte too small is too long, and not a byte too many is given', async () => {
      const size = content.length - 1;
      const { sizes, error } = await pieces(entryOf('deflate', packed.length, size), source);
      expect(error).toMatchObject({ damage: { what: 'too-long', expected: size } });
      expect(sizes.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(size);
    });

    test('Z-02: of a size that is a byte too large is too short', async () => {
      const size = content.length + 1;
      const attempt = decode(entryOf('deflate', packed.length, size), source);
      expect(await damage(attempt)).toEqual({ what: 'too-short', expected: size, found: content.length });
    });

    test('without its last byte is broken', async () => {
      const attempt = decode(entryOf('deflate', packed.length - 1, content.length), source);
      expect(await damage(attempt)).toEqual({ what: 'broken-stream' });
    });

    test('with its checksum is given', async () => {
      const entry = entryOf('deflate', packed.length, content.length, { crc32: crc32(content) });
      expect(await decode(entry, source)).toHaveLength(content.length);
    });

    test('with another checksum is refused, and where it comes in one piece not given at all', async () => {
      const entry = entryOf('deflate', packed.length, content.length, { crc32: 1 });
      const { sizes, error } = await pieces(entry, source);
      expect(error).toMatchObject({ damage: { what: 'checksum', expected: 1, found: crc32(content) } });
      if (isWhole) expect(sizes).toEqual([]);
    });
  });

  test('Z-15: a size and no data are impossible', async () => {
    const attempt = decode(entryOf('deflate', 0, 5), new MemorySource(plain));
    expect(await damage(attempt)).toEqual({ what: 'impossible-size', size: 5, packedSize: 0 });
  });

  test('Z-17: data and no size are too long', async () => {
    const packed = deflateRawSync(plain);
    const attempt = decode(entryOf('deflate', packed.length, 0), new MemorySource(packed));
    expect(await damage(attempt)).toEqual({ what: 'too-long', expected: 0 });
  });

  test('no size and no data are an empty file', async () => {
    expect(await decode(entryOf('deflate', 0, 0), new MemorySource(plain))).toHaveLength(0);
  });

  test('a size of petabytes takes no memory', async () => {
    const packed = deflateRawSync(plain);
    const attempt = decode(entryOf('deflate', packed.length, 2 ** 52), new MemorySource(packed));
    expect(await damage(attempt)).toEqual({ what: 'too-short', expected: 2 ** 52, found: plain.length });
  });

  test('a small file in a great deal of data streams', async () => {
    // Empty stored blocks: five bytes each that give nothing.
    const block = Uint8Array.of(0, 0, 0, 0xff, 0xff);
    const padding = new Uint8Array(wholeLimit + 5 - (wholeLimit % 5));
    for (let at = 0; at < padding.length; at += block.length) padding.set(block, at);
    const packed = concat([padding, deflateRawSync(plain)]);
    const source = new DrippingSource(new MemorySource(packed));
    expect(await decode(entryOf('deflate', packed.length, plain.length), source)).toEqual(plain);
    expect(Math.max(...source.reads.map(({ length }) => length))).toBe(mebibyte);
  });
});

describe('a checksum of stored bytes', () => {
  test.each([
    ['that fits', crc32(plain), null],
    ['that does not', 5, { damage: { what: 'checksum', expected: 5, found: crc32(plain) } }],
    ['of 0, which is one like any other', 0, { damage: { what: 'checksum', expected: 0, found: crc32(plain) } }],
  ])('%s', async (_, sum, expected) => {
    const entry = entryOf('stored', plain.length, plain.length, { crc32: sum });
    const { error } = await pieces(entry, new MemorySource(plain));
    if (expected === null) expect(error).toBeNull();
    else expect(error).toMatchObject(expected);
  });
});

describe.each([
  ['in one go', 1000],
  ['in pieces', wholeLimit * 2],
])('decoding %s', (_, size) => {
  test.each(['stored', 'deflate'] as const)(
    '%s: a part that cannot be read ends the run, not the entry',
    async (kind) => {
      const unreadable = new ExtractError('part-unreadable', { part: 'site.j02' });
      const source: ByteSource = { size: size * 2, read: () => Promise.reject(unreadable) };
      expect(await refusal(decode(entryOf(kind, size, size), source))).toBe(unreadable);
    },
  );
});

test('a long entry that is cancelled ends in an AbortError at the next piece', async () => {
  const control = new AbortController();
  const size = wholeLimit * 2;
  const source = new SparseSource(size, []);
  const given = decodeEntry(entryOf('stored', size, size), source, { ...quiet, signal: control.signal });
  await given.next();
  control.abort();
  await expect(given.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(source.readCount).toBe(1);
});

describe('what another library decodes', () => {
  function foreign(
    start: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
    cancel?: () => void,
  ): EntryData {
    return {
      in: 'foreign',
      span: { offset: 0, length: 1 },
      open: () => new ReadableStream({ start, ...(cancel === undefined ? {} : { cancel }) }),
    };
  }
  const twoPieces = foreign((controller) => {
    controller.enqueue(Uint8Array.of(1, 2));
    controller.enqueue(Uint8Array.of(3));
    controller.close();
  });
  const source = new MemorySource(plain);

  test('is passed on', async () => {
    expect(await decode(anEntry(twoPieces, 3), source)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test.each([
    [2, { what: 'too-long', expected: 2 }],
    [4, { what: 'too-short', expected: 4, found: 3 }],
  ])('is counted: of a size of %i it is %j', async (size, expected) => {
    expect(await damage(decode(anEntry(twoPieces, size), source))).toEqual(expected);
  });

  test('fails with what it failed with', async () => {
    const broken = new Error('broken');
    const data = foreign((controller) => {
      controller.error(broken);
    });
    await expect(decode(anEntry(data, 3), source)).rejects.toBe(broken);
  });

  test('is stopped when nobody wants more', async () => {
    let isCancelled = false;
    const data = foreign(
      (controller) => {
        controller.enqueue(Uint8Array.of(1));
      },
      () => {
        isCancelled = true;
      },
    );
    const given = decodeEntry(anEntry(data, 9), source, quiet);
    await given.next();
    await given.return();
    expect(isCancelled).toBe(true);
  });
});

test('an entry that nobody can decode was not to be planned', async () => {
  const data: EntryData = { in: 'unsupported', span: { offset: 0, length: 1 }, method: 'bzip2' };
  await expect(decode(anEntry(data, 1), new MemorySource(plain))).rejects.toThrow('bzip2');
});
