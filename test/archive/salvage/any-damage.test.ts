// Whatever is in an archive and wherever it is damaged: each entry whose header and data lie outside of the damage is found, its
// bytes are right, and nothing is invented.
import fc from 'fast-check';
import { beforeEach, describe, test } from 'vitest';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { joinSources } from '../../../src/parts/joined-source.ts';
import { concat } from '../../support/byte-writer.ts';
import { writeJpa, type JpaEntry } from '../../support/write-jpa.ts';
import { writeJps } from '../../support/write-jps.ts';
import { writeZip } from '../../support/write-zip.ts';
import { useStrictDecompression } from '../../decode/strict-decompression.ts';
import { damages, expectAllOutside, originalOf, randomBytes, type Damage, type Hole } from './damage.ts';

beforeEach(useStrictDecompression);

const password = 'x';

interface AnyFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly store: boolean;
}

/** Text, noise, or the letters that headers begin with; from nothing to what fills many chunks. */
const contents = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.tuple(fc.nat(5000), fc.nat(1000)).map(([size, seed]) => randomBytes(size, seed)),
  fc.nat(200).map((count) => 'JPF PK\x03\x04 JPA JPS '.repeat(count)),
);
const files: fc.Arbitrary<readonly AnyFile[]> = fc
  .array(fc.record({ content: contents, store: fc.boolean(), depth: fc.nat(3) }), { minLength: 1, maxLength: 12 })
  .map((drafts) =>
    drafts.map(({ content, store, depth }, i) => ({ path: `${'d/'.repeat(depth)}${i}`, content, store })),
  );

const formats: readonly (readonly [string, (files: readonly AnyFile[]) => Uint8Array, number])[] = [
  ['JPA', (entries) => writeJpa({ entries }), 0],
  ['JPA 1.3', (entries) => writeJpa({ entries: entries.map(wide), version: '1.3' }), 0],
  // Without what its header holds of the key, no password opens a JPS.
  ['JPS', (entries) => writeJps({ entries, password, chunkSize: 700 }), 84],
  ['ZIP', (entries) => writeZip({ entries }), 0],
];

function wide(entry: AnyFile): JpaEntry {
  return { ...entry, wideSizes: true, modified: 1_700_000_000 };
}

/** Noise put in between. */
function inserted(whole: Uint8Array, { start, end }: Hole): Uint8Array {
  return concat([whole.subarray(0, start), randomBytes(end, 7), whole.subarray(start)]);
}

const kinds: readonly (readonly [string, (at: number, length: number, size: number) => Hole, Damage])[] = [
  ['overwritten', (at, length) => ({ start: at, end: at + length }), damages.overwritten],
  ['erased', (at, length) => ({ start: at, end: at + length }), damages.erased],
  ['removed', (at, length) => ({ start: at, end: at + length }), damages.removed],
  ['cut off', (at, _, size) => ({ start: at, end: size }), (whole, { start }) => whole.subarray(0, start)],
];

/** Where in what there is, as shares of it: most holes are small. */
const places = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6000 })),
});

describe.each(formats)('a %s', (_, write, first) => {
  function checkAll(
    check: (bytes: Uint8Array, hole: { readonly at: number; readonly length: number }) => Promise<void>,
  ) {
    return fc.assert(
      fc.asyncProperty(files, places, async (entries, { at, length }) => {
        const bytes = write(entries);
        const start = first + Math.floor(at * (bytes.length - first - 1));
        await check(bytes, { at: start, length: Math.min(length, bytes.length - start) });
      }),
      { numRuns: 60, seed: 1 },
    );
  }

  test.each(kinds)('with some of it %s', async (_title, holeOf, damage) => {
    await checkAll(async (bytes, { at, length }) => {
      await expectAllOutside(await originalOf(bytes, password), holeOf(at, length, bytes.length), damage);
    });
  });

  test('with something put in', async () => {
    await checkAll(async (bytes, { at, length }) => {
      const original = await originalOf(bytes, password);
      await expectAllOutside(original, { start: at, end: at }, (whole, { start }) =>
        inserted(whole, { start, end: length }),
      );
    });
  });

  test('without one of its parts', async () => {
    await checkAll(async (bytes, { at, length }) => {
      const end = at + length;
      const parts = [bytes.subarray(0, at), null, bytes.subarray(end)];
      const source = joinSources(
        parts.map((part, i) => ({ name: `part ${i + 1}`, source: part === null ? null : new MemorySource(part) })),
      );
      await expectAllOutside(await originalOf(bytes, password), { start: at, end }, () => source);
    });
  });
});
