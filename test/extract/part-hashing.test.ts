// The sums of parts: those that the server's own program gives.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { HashProgress } from '../../src/extract/part-hashing-api.ts';
import { PartHashing } from '../../src/extract/part-hashing.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources } from '../../src/parts/joined-source.ts';
import { fixture, fixturePath, fixtures, openFixture, readPart, sha256 } from '../support/fixtures.ts';
import { fixtureFiles, opened, quiet, usual } from './session-files.ts';

test.each(fixtures.map(({ name }) => name))('%s: every part has the sum of its file', async (name) => {
  const sums = await new PartHashing().read(openFixture(name), quiet);
  expect(sums?.map(({ sha256: sum }) => sum)).toEqual(fixture(name).parts.map((part) => sha256(readPart(part))));
});

test('the system’s own program says the same, of the same files in the same order', async () => {
  const session = await opened(fixtureFiles('split/site.jpa'));
  const sums = await session.hashParts(quiet);
  const { stdout } = spawnSync('sha256sum', fixture('split/site.jpa').parts.map(fixturePath));
  const theirs = stdout.toString().trim().split('\n');
  expect(sums?.map(({ sha256: sum, name }) => `${sum} ${name}`)).toEqual(
    theirs.map((line) => `${line.slice(0, 64)} ${line.slice(line.lastIndexOf('/') + 1)}`),
  );
});

/** A part of so many mebibytes, made as it is read. */
function largePart(mebibytes: number, onRead: () => void = quiet): ByteSource {
  const size = mebibytes * 1024 * 1024;
  return {
    size,
    read: (offset, length) => {
      onRead();
      expect(length).toBeLessThanOrEqual(1024 * 1024);
      return Promise.resolve(new Uint8Array(length).fill(offset % 251));
    },
  };
}

test('a large part is read piece by piece, and progress ends near its end', async () => {
  const told: HashProgress[] = [];
  const source = joinSources([{ name: 'site.jpa', source: largePart(20) }]);
  const sums = await new PartHashing().read(source, (progress) => told.push(progress));
  expect(sums).toHaveLength(1);
  expect(told[0]).toEqual({ bytesRead: 1024 * 1024, bytesTotal: source.size });
});

test('it can be cancelled, and reads no further', async () => {
  const hashing = new PartHashing();
  let reads = 0;
  const part = largePart(20, () => {
    reads += 1;
    if (reads === 3) hashing.cancel();
  });
  expect(await hashing.read(joinSources([{ name: 'site.jpa', source: part }]), quiet)).toBeNull();
  expect(reads).toBe(3);
});

test('one that is asked for again takes the place of the first', async () => {
  const hashing = new PartHashing();
  const source = joinSources([{ name: 'site.jpa', source: new MemorySource(Uint8Array.of(1, 2, 3)) }]);
  const [first, second] = await Promise.all([hashing.read(source, quiet), hashing.read(source, quiet)]);
  expect(first).toBeNull();
  expect(second?.[0]?.sha256).toBe(sha256(Uint8Array.of(1, 2, 3)));
});

test('a missing part has no sum, an empty one that of nothing', async () => {
  const source = joinSources([
    { name: 'site.j01', source: new MemorySource(Uint8Array.of(1)) },
    { name: 'site.j02', source: null },
    { name: 'site.jpa', source: new MemorySource(new Uint8Array()) },
  ]);
  const sums = await new PartHashing().read(source, quiet);
  expect(sums?.map(({ name, size }) => [name, size])).toEqual([
    ['site.j01', 1],
    ['site.jpa', 0],
  ]);
  expect(sums?.[1]?.sha256).toBe(sha256(new Uint8Array()));
});

test('a part that cannot be read is named', async () => {
  const broken: ByteSource = { size: 5, read: () => Promise.reject(new DOMException('gone', 'NotReadableError')) };
  const reading = new PartHashing().read(joinSources([{ name: 'site.j01', source: broken }]), quiet);
  await expect(reading).rejects.toMatchObject({ code: 'part-unreadable', where: { part: 'site.j01' } });
});

test('parts can be read while a run is under way', async () => {
  const session = await opened(fixtureFiles('split/site.jpa'));
  const [outcome, sums] = await Promise.all([
    session.extract({ kind: 'test' }, usual, quiet),
    session.hashParts(quiet),
  ]);
  expect(outcome.isComplete).toBe(true);
  expect(sums).toHaveLength(7);
});
