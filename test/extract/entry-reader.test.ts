// Single entries of every archive there is, read outside a run.
import { expect, test } from 'vitest';
import { EntryReader } from '../../src/extract/entry-reader.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import type { Entry } from '../../src/archive/entry.ts';
import { fixtures, openFixture, readManifest, sha256 } from '../support/fixtures.ts';
import { prepare } from './run.ts';

const { signal } = new AbortController();
const hashes = new Map(
  readManifest().flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.sha256] as const] : [])),
);

test.each(fixtures)('every file of $name is read whole', async (fixture) => {
  const source = openFixture(fixture.name);
  const { index } = await prepare(source, fixture.password);
  const reader = new EntryReader(source);
  const found = new Map<string, string>();
  for (const entry of index.entries.filter(({ kind }) => kind === 'file'))
    found.set(entry.path, sha256(await reader.start(entry, entry.size, signal)));
  expect(found).toEqual(hashes);
});

test('the first bytes of a long entry are given without the rest being read', async () => {
  const bytes = new Uint8Array(3 * 1024 * 1024).map((_, place) => place % 251);
  const read: number[] = [];
  const source = new MemorySource(bytes);
  const watched = {
    size: source.size,
    read: (offset: number, length: number) => {
      read.push(length);
      return source.read(offset, length);
    },
  };
  const start = await new EntryReader(watched).start(stored(bytes.length), 10, signal);
  expect([...start]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(read).toEqual([1024 * 1024]);
});

test('an entry that is longer than its data is damaged', async () => {
  const reader = new EntryReader(new MemorySource(new Uint8Array(4)));
  await expect(reader.start({ ...stored(5), data: { in: 'nothing' } }, 5, signal)).rejects.toThrow(DamagedEntry);
});

function stored(size: number): Entry {
  const span = { offset: 0, length: size };
  return { path: 'long.bin', kind: 'file', size, packedSize: size, data: { in: 'stored', span } };
}
