// Every archive that the vendor's engine and its kin wrote, read and decoded as the run does it, against the manifest.
import { describe, expect, test } from 'vitest';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { fixtures, openFixture, readManifest, readParts, sha256, type Fixture } from '../support/fixtures.ts';
import { drip } from '../support/parted-source.ts';
import { readIndex, unpack, type Unpacked } from './open-any.ts';

const manifest = readManifest();

/** What an archive of this format can say of an entry, as one line to compare. */
interface Line {
  readonly path: string;
  readonly kind: string;
  readonly content: string;
  readonly mode?: number | undefined;
  readonly modifiedMs?: number | undefined;
}

function promised({ format, version }: Fixture): Line[] {
  const hasTimes = version !== '1.1';
  return manifest.map((entry) => {
    if (entry.kind === 'directory') return { path: entry.path, kind: 'directory', content: '' };
    if (entry.kind === 'symlink') return { path: entry.path, kind: 'link', content: entry.target };
    const times = hasTimes ? { modifiedMs: entry.mtime * 1000 } : {};
    const mode = format === 'zip' ? {} : { mode: 0o100000 + Number.parseInt(entry.mode, 8) };
    // ZIP times are local and even: what they hold is tested with the format.
    return { path: entry.path, kind: 'file', content: entry.sha256, ...mode, ...(format === 'zip' ? {} : times) };
  });
}

function given({ format }: Fixture, entries: readonly Unpacked[]): Line[] {
  return entries.map(({ path, kind, content, mode, modifiedMs }) => {
    if (kind === 'directory') return { path: path.replace(/\/$/, ''), kind, content: '' };
    if (kind === 'link') return { path, kind, content: new TextDecoder().decode(content) };
    const facts = {
      ...(mode === undefined ? {} : { mode }),
      ...(modifiedMs === undefined ? {} : { modifiedMs }),
    };
    return { path, kind, content: sha256(content), ...(format === 'zip' ? {} : facts) };
  });
}

function byPath(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function expectWhole(fixture: Fixture, source: JoinedSource): Promise<void> {
  const entries = await unpack(source, fixture.password ?? '');
  expect(byPath(given(fixture, entries))).toEqual(byPath(promised(fixture)));
}

/** The parts as they are, each handing out its bytes in pieces of `size` that cost a wait each. */
function dripParts(name: string, size: number): JoinedSource {
  const parts = openFixture(name).parts.map((part) => part.name);
  return joinSources(readParts(name).map((bytes, i) => ({ name: parts[i] ?? '', source: drip(bytes, size) })));
}

describe.each(fixtures)('$name', (fixture) => {
  test('gives back what the manifest has', async () => {
    await expectWhole(fixture, openFixture(fixture.name));
  });

  test('gives back the same when its bytes come in pieces of 499', async () => {
    await expectWhole(fixture, dripParts(fixture.name, 499));
  });

  test('is in order, and every statement it makes of itself was checked', async () => {
    const { name, format, version, parts } = fixture;
    const index = await readIndex(openFixture(name), fixture.password ?? '');
    const before = name === 'site-prefixed.jpa' ? [{ kind: 'bytes-before', count: 5000 }] : [];
    expect(index).toMatchObject({ format, version, isEncrypted: format === 'jps', issues: before });
    const checks = {
      jpa: [...(parts.length > 1 ? ['part-count'] : []), 'entry-count', 'total-size', 'packed-size'],
      jps: ['end-mark', 'part-count', 'entry-count', 'total-size'],
      zip: ['end-mark', 'part-count', 'entry-count'],
    };
    expect(index.checks).toEqual(checks[format]);
  });
});
