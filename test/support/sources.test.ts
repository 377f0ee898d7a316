import { describe, expect, test } from 'vitest';
import { fixtures, openFixture, readManifest } from './fixtures.ts';
import { drip, joinParts } from './parted-source.ts';
import { SparseSource } from './sparse-source.ts';

describe('a sparse source', () => {
  const far = 5 * 2 ** 40;
  const source = new SparseSource(far + 10, [
    { offset: 2, bytes: Uint8Array.of(1, 2, 3) },
    { offset: far, bytes: Uint8Array.of(7) },
  ]);

  test.each([
    [0, 6, [0, 0, 1, 2, 3, 0]],
    [3, 1, [2]],
    [4, 2, [3, 0]],
    [2 ** 32, 2, [0, 0]],
    [far - 1, 3, [0, 7, 0]],
  ])('holds at %d, for %d bytes, what lies there', async (offset, length, expected) => {
    expect([...(await source.read(offset, length))]).toEqual(expected);
  });

  test('counts what is read of it', async () => {
    const counted = new SparseSource(100, []);
    await counted.read(0, 10);
    await counted.read(90, 5);
    expect([counted.readCount, counted.bytesRead, counted.longestRead]).toEqual([2, 15, 10]);
  });
});

test('parts are named as the vendor names them', () => {
  const parts = Array.from({ length: 101 }, () => Uint8Array.of(1));
  const names = joinParts(parts).parts.map((part) => part.name);
  expect([names[0], names[98], names[99], names[100]]).toEqual(['site.j01', 'site.j99', 'site.j100', 'site.jpa']);
  expect(joinParts(parts.slice(0, 2), 'a', 'zip').parts.map((part) => part.name)).toEqual(['a.z01', 'a.zip']);
});

test('a dripped source gives the same bytes', async () => {
  const source = drip(Uint8Array.of(1, 2, 3, 4, 5), 2);
  expect(source.parts.map((part) => part.size)).toEqual([2, 2, 1]);
  expect([...(await source.read(1, 4))]).toEqual([2, 3, 4, 5]);
});

test.each(fixtures)('fixture $name is there', async ({ name, format }) => {
  const source = openFixture(name);
  const start = await source.read(name === 'site-prefixed.jpa' ? 5_000 : 0, 3);
  expect(new TextDecoder().decode(start)).toBe(
    { jpa: 'JPA', jps: 'JPS', zip: name === 'site.zip' ? 'PK\x03' : 'PK\x07' }[format],
  );
});

test('the manifest is understood', () => {
  const kinds = readManifest().map((entry) => entry.kind);
  expect(new Set(kinds)).toEqual(new Set(['file', 'symlink', 'directory']));
});
