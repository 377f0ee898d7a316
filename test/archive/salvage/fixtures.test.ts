// Holes of every kind in archives that the vendor's engine wrote: whatever lies outside of the hole comes out, and is right.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinSources, type JoinedSource } from '../../../src/parts/joined-source.ts';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { fixture, fixtures, openFixture, readManifest, readParts, sha256 } from '../../support/fixtures.ts';
import { useStrictDecompression } from '../../decode/strict-decompression.ts';
import { readIndex } from '../open-any.ts';
import { layoutOf } from './layout.ts';
import { damages, expectAllOutside, originalOf, salvage, sumsOf, type Original } from './damage.ts';

beforeEach(useStrictDecompression);

const manifest = new Map(
  readManifest().map((entry) => [
    entry.kind === 'directory' ? `${entry.path}/` : entry.path,
    entry.kind === 'file'
      ? entry.sha256
      : sha256(new TextEncoder().encode(entry.kind === 'symlink' ? entry.target : '')),
  ]),
);
const singles = fixtures.filter(({ parts }) => parts.length === 1);
const splits = fixtures.filter(({ parts }) => parts.length > 1);
/** Every so many of the places, so that all of it takes seconds. Deriving a key for every block takes a while. */
const strides: Readonly<Record<string, number>> = { jpa: 97, jps: 601, zip: 307, 'site-dynamic.jps': 1201 };

describe.each(singles)('$name', ({ name, format, password }) => {
  let original: Original;
  beforeAll(async () => {
    original = await originalOf(readParts(name)[0] ?? new Uint8Array(), password ?? '');
  });

  test.each(Object.entries(damages))('with a hole %s', async (_, damage) => {
    const { places, bytes } = original;
    const last = format === 'zip' ? bytes.length - 60 : bytes.length;
    const holes = [1, 512, 100_000].flatMap((size) =>
      places
        .flatMap(({ start, end }) => [start, start + 3, start + 5, start + 12, start + 30, (start + end) >> 1, end - 1])
        .map((start) => ({ start, end: Math.min(last, start + size) })),
    );
    const stride = strides[name] ?? strides[format] ?? 1;
    for (const hole of holes.filter(({ start, end }, at) => at % stride === 0 && start < end))
      await expectAllOutside(original, hole, damage);
  });

  test('cut at many places', async () => {
    const { bytes } = original;
    for (let length = bytes.length - 1; length > bytes.length / 20; length -= Math.ceil(bytes.length / 19)) {
      const hole = { start: length, end: bytes.length };
      await expectAllOutside(original, hole, (whole) => whole.subarray(0, length));
    }
  });
});

describe.each(splits)('$name', ({ name, format, parts, password }) => {
  const whole = readParts(name);
  const source = (missing: number): JoinedSource =>
    joinSources(
      whole.map((bytes, i) => ({ name: parts[i] ?? '', source: i === missing ? null : new MemorySource(bytes) })),
    );
  const first = fixture(name).parts[0];

  test.each(parts.map((part, at) => [part, at] as const))('without %s', async (part, at) => {
    // The salt that the key needs is in the first part.
    if (format === 'jps' && part === first) {
      await expect(salvage(source(at), password ?? '')).rejects.toMatchObject({ code: 'key-missing' });
      return;
    }
    const index = await salvage(source(at), password ?? '');
    expect(index.issues).toContainEqual({ kind: 'parts-left-out', parts: [part] });
    expect(index.checks).not.toContain('part-count');
    const found = await sumsOf(source(at), index);
    const right = [...found].filter(([, sum]) => sum !== null);
    expect(right.filter(([path, sum]) => !isPromised(path, sum))).toEqual([]);
    expect(right.length).toBeGreaterThan(manifest.size / 4);
  });

  function isPromised(path: string, sum: string | null): boolean {
    return manifest.get(path) === sum;
  }

  test('M-01: without any one part, all that lies wholly in the others comes out', async () => {
    const joined = await originalOfParts(name);
    for (const [at, part] of whole.entries()) {
      if (format === 'jps' && at === 0) continue;
      // A ZIP whose directory is gone knows no links.
      const start = whole.slice(0, at).reduce((sum, { length }) => sum + length, 0);
      const hole = { start, end: start + part.length };
      const found = await sumsOf(source(at), await salvage(source(at), password ?? ''));
      const outside = joined.places.filter((place) => place.end <= hole.start || place.start >= hole.end);
      expect(outside.filter(({ path }) => found.get(path) !== joined.sums.get(path))).toEqual([]);
    }
  });
});

/** As if it had come in one part: where the entries lie, and what is in them. */
async function originalOfParts(name: string): Promise<Pick<Original, 'places' | 'sums'>> {
  const source = openFixture(name);
  const index = await readIndex(source, fixture(name).password ?? '');
  const bytes = await source.read(0, source.size);
  const paths = index.entries.map(({ path }) => path);
  return { places: layoutOf(index.format, bytes, paths), sums: await sumsOf(source, index) };
}
