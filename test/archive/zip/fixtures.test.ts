import { describe, expect, test } from 'vitest';
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import { fixtures, openFixture, readManifest, readParts, sha256 } from '../../support/fixtures.ts';
import { drip } from '../../support/parted-source.ts';
import { decode, indexOf } from './open.ts';

const manifest = readManifest();
const names = fixtures.filter(({ format }) => format === 'zip').map(({ name }) => name);

function line(path: string, kind: string, size: number): string {
  return `${kind} ${path} ${size}`;
}

const promised = manifest.map((entry) => {
  if (entry.kind === 'file') return line(entry.path, 'file', entry.size);
  if (entry.kind === 'symlink') return line(entry.path, 'link', new TextEncoder().encode(entry.target).length);
  return line(entry.path, 'directory', 0);
});

function listed(index: ArchiveIndex): string[] {
  return index.entries.map(({ path, kind, size }) => line(path.replace(/\/$/, ''), kind, size));
}

describe.each(names)('%s', (name) => {
  test('lists names, kinds and sizes as the manifest has them', async () => {
    const index = await indexOf(openFixture(name));
    expect(listed(index).toSorted()).toEqual(promised.toSorted());
    expect(index).toMatchObject({ format: 'zip', version: '', isEncrypted: false, issues: [] });
    expect(index.checks).toEqual(['end-mark', 'part-count', 'entry-count']);
  });

  test('decodes to what the manifest has', async () => {
    const source = openFixture(name);
    const { entries } = await indexOf(source);
    const hashes: Record<string, string> = {};
    for (const entry of entries) {
      if (entry.kind === 'file') hashes[entry.path] = sha256(await decode(entry, source));
      if (entry.kind === 'link') hashes[entry.path] = new TextDecoder().decode(await decode(entry, source));
    }
    const expected = manifest.flatMap((entry): [string, string][] => {
      if (entry.kind === 'directory') return [];
      return [[entry.path, entry.kind === 'file' ? entry.sha256 : entry.target]];
    });
    expect(hashes).toEqual(Object.fromEntries(expected));
  });

  test('has no mode but those of links, and no time for them', async () => {
    const { entries } = await indexOf(openFixture(name));
    const modes = entries.filter(({ mode }) => mode !== undefined).map(({ kind, mode }) => [kind, mode]);
    expect(modes).toEqual([
      ['link', 0o120777],
      ['link', 0o120777],
    ]);
    expect(entries.filter(({ modifiedMs }) => modifiedMs === undefined).map(({ kind }) => kind)).toEqual(
      entries.filter(({ kind }) => kind !== 'file').map(({ kind }) => kind),
    );
  });
});

test('read a byte at a time, the directory lists the same', async () => {
  const whole = await indexOf(openFixture('site.zip'));
  const [bytes = new Uint8Array()] = readParts('site.zip');
  // Cut every 97 bytes, so that every record and every field straddles an edge somewhere. A ZIP that states one part is
  // not one of thousands, so the pieces are joined below the parts.
  const dripping = drip(bytes, 97);
  const index = await indexOf({
    ...dripping,
    parts: [{ name: 'site.zip', offset: 0, size: bytes.length, isMissing: false }],
    locate: (offset) => ({ part: 'site.zip', offset, number: 1 }),
  });
  expect(listed(index)).toEqual(listed(whole));
});
