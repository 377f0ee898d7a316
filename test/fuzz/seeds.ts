// The good archives that mutants are made of, each written from a description. Every mutant of a seed is held against what
// the seed gives.
import { deflateRaw } from 'pako';
import type { Format } from '../../src/archive/entry.ts';
import { ByteWriter, concat, splitAt, splitEvery, toBytes, type Content } from '../support/byte-writer.ts';
import { writeJpa, type JpaArchive, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps, type JpsArchive, type JpsEntry } from '../support/write-jps.ts';
import {
  vendor,
  writeSplitZip,
  writeZip,
  writeZipEntry,
  type ZipArchive,
  type ZipEntry,
} from '../support/write-zip.ts';
import { largeEntries, oddEntries, siteEntries, tinyEntries, type SeedEntry } from './contents.ts';
import { jpaLayout } from './layout/jpa.ts';
import { jpsLayout } from './layout/jps.ts';
import type { Layout } from './layout/layout.ts';
import { zipLayout } from './layout/zip.ts';

export interface Seed {
  readonly name: string;
  readonly format: Format;
  readonly password: string;
  /** All parts, joined. */
  readonly bytes: Uint8Array;
  /** Where one part ends and the next begins. */
  readonly cuts: readonly number[];
  readonly layout: Layout;
  /** Of its entries, in order. */
  readonly paths: readonly string[];
  /** The same archive with another name for one entry. */
  readonly renamed: (at: number, path: Uint8Array) => Uint8Array;
  /** The same archive with one sealed block of other plain bytes: the header of an entry, or its first chunk. JPS only. */
  readonly resealed: ((at: number, change: (plain: Uint8Array) => Uint8Array) => Uint8Array) | null;
}

export function partsOf({ bytes, cuts }: Seed): readonly Uint8Array[] {
  return splitAt(bytes, cuts);
}

/** Told apart from everything that an issue or an error may hold. */
const password = 'Pa55-Wort';
const before = 'Notice: a host wrote this.\n';

/** Cuts that leave no header across two parts, as the writers of these formats place them: inside the data of entities. */
function cutsIn(layout: Layout, partCount: number): readonly number[] {
  const { entities } = layout;
  return Array.from({ length: partCount - 1 }, (_, i) => {
    const entity = entities[Math.floor(((i + 1) * entities.length) / partCount)];
    return (entity?.end ?? 0) - 1;
  });
}

function pathsOf(entries: readonly { readonly path: Content }[]): readonly string[] {
  return entries.map(({ path }) => new TextDecoder().decode(toBytes(path)));
}

function withPath<E extends { readonly path: unknown }>(entries: readonly E[], at: number, path: Uint8Array): E[] {
  return entries.map((entry, i) => (i === at ? { ...entry, path } : entry));
}

function jpa(name: string, partCount: number, archive: JpaArchive): Seed {
  const whole = { ...archive, ...(partCount > 1 ? { partCount } : {}) };
  const bytes = writeJpa(whole);
  const layout = jpaLayout(bytes, archive.before === undefined ? 0 : before.length);
  return {
    ...{ name, format: 'jpa', password: '', bytes, cuts: cutsIn(layout, partCount), layout },
    paths: pathsOf(whole.entries),
    renamed: (at, path) => writeJpa({ ...whole, entries: withPath(whole.entries, at, path) }),
    resealed: null,
  };
}

/** Deflated by a library of a pinned version: the matrix must not depend on the zlib of whoever runs it. */
function jpaEntries(entries: readonly SeedEntry[], more: Partial<JpaEntry> = {}): readonly JpaEntry[] {
  return entries.map((entry) => {
    const isPlain = entry.store === true || entry.kind === 'link' || entry.path.endsWith('/');
    return { ...entry, ...more, ...(isPlain ? {} : { fields: { data: deflateRaw(toBytes(entry.content)) } }) };
  });
}

function jps(name: string, partCount: number, archive: JpsArchive): Seed {
  // One round: a key for every damaged salt is derived anew.
  const whole = { password, iterations: 1, ...archive, trailer: { partCount } };
  const bytes = writeJps(whole);
  const kinds = archive.entries.map(({ path, kind }) => {
    if (kind === 'link') return 'sealed link target';
    return typeof path === 'string' && path.includes('noise') ? 'sealed data that does not shrink' : 'sealed data';
  });
  const layout = jpsLayout(bytes, archive.before === undefined ? 0 : before.length, kinds);
  return {
    ...{ name, format: 'jps', password, bytes, cuts: cutsIn(layout, partCount), layout },
    paths: pathsOf(whole.entries),
    renamed: (at, path) => writeJps({ ...whole, entries: withPath(whole.entries, at, path) }),
    resealed: (at, change) =>
      writeJps({ ...whole, entries: whole.entries.map((entry, i) => (i === at ? resealed(entry, change) : entry)) }),
  };
}

const chunkSize = 50;

function jpsEntries(entries: readonly SeedEntry[], size = 65_536): readonly JpsEntry[] {
  return entries.map((entry) => {
    const isFile = entry.kind === undefined && entry.content.length > 0;
    const pieces = isFile ? splitEvery(toBytes(entry.content), size) : [];
    return { ...entry, chunks: pieces.map((piece) => ({ plain: deflateRaw(piece) })) };
  });
}

/** A chunk where there is one, else the header. */
function resealed(entry: JpsEntry, change: (plain: Uint8Array) => Uint8Array): JpsEntry {
  const [first, ...rest] = entry.chunks ?? [];
  if (first?.plain !== undefined) return { ...entry, chunks: [{ plain: change(toBytes(first.plain)) }, ...rest] };
  const path = toBytes(entry.path);
  const content = toBytes(entry.content ?? '');
  const type = entry.kind === 'link' ? 2 : path.at(-1) === 0x2f ? 0 : 1;
  const header = new ByteWriter().u16(path.length).bytes(path).u8(type).u8(0);
  return { ...entry, header: { plain: change(header.u32(content.length).u32(0o100644).u32(0).done()) } };
}

function zip(name: string, partCount: number, archive: ZipArchive): Seed {
  const size = writeZip(archive).length;
  const parts = partCount === 1 ? [writeZip(archive)] : writeSplitZip(archive, Math.ceil((size + 4) / partCount));
  const bytes = concat(parts);
  const data = archive.entries.map((entry) => ({
    packedSize: packedSizeOf(entry),
    descriptor: entry.descriptor === undefined ? 0 : entry.descriptor === 'signed' ? 16 : 12,
  }));
  const start = partCount > 1 ? 4 : (archive.before?.length ?? 0);
  const cuts = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));
  return {
    ...{ name, format: 'zip', password: '', bytes, cuts, layout: zipLayout(bytes, start, data) },
    paths: pathsOf(archive.entries),
    renamed: (at, path) => writeZip({ ...archive, entries: withPath(archive.entries, at, path) }),
    resealed: null,
  };
}

/** By the difference that no data makes. */
function packedSizeOf(entry: ZipEntry): number {
  return writeZipEntry(entry).length - writeZipEntry({ ...entry, content: '', data: '' }).length;
}

function zipEntries(entries: readonly SeedEntry[], more: Partial<ZipEntry> = {}): readonly ZipEntry[] {
  return entries.map((entry) => {
    const fields = entry.kind === 'link' ? vendor.link : entry.path.endsWith('/') ? vendor.directory : vendor.file;
    const isPlain = entry.store === true || entry.kind === 'link' || entry.content.length === 0;
    const data = isPlain ? entry.content : deflateRaw(toBytes(entry.content));
    return { ...entry, store: isPlain, data, ...more, fields: { ...fields, ...more.fields } };
  });
}

const modified = 1_700_000_000;
const timed = jpaEntries(tinyEntries, { modified });
const wide = jpaEntries(tinyEntries, {
  ...{ modified, wideSizes: true },
  moreExtras: Uint8Array.of(0xff, 0xff, 6, 0, 1, 2),
});
/** No writer of JPS stores a file. */
const sealed = { chunkSize, entries: jpsEntries(tinyEntries.slice(0, 4), chunkSize) };

/** A maker without links, whose attributes say nothing. */
const unlinked = tinyEntries.filter(({ kind }) => kind !== 'link');
/** A deflated file, and a stored one. */
const two = tinyEntries.filter(({ path }) => path === 'd/é.txt' || path === 'stored');

/** Of some hundred bytes each. */
export const tinySeeds: readonly Seed[] = [
  jpa('JPA 1.0', 1, { version: '1.0', entries: jpaEntries(tinyEntries) }),
  jpa('JPA 1.2', 1, { entries: timed }),
  jpa('JPA 1.2 in three parts', 3, { entries: timed }),
  jpa('JPA 1.3', 1, { version: '1.3', entries: wide }),
  jpa('JPA 1.3 in three parts', 3, { version: '1.3', entries: wide }),
  jpa('JPA behind other bytes', 1, { entries: timed, before }),
  jps('JPS 1.9', 1, { ...sealed, version: '1.9' }),
  jps('JPS 1.10 in three parts', 3, { ...sealed, version: '1.10' }),
  jps('JPS 2.0', 1, { ...sealed, padsFullBlocks: true }),
  jps('JPS 2.0 in three parts', 3, { ...sealed, hash: 'sha512' }),
  jps('JPS 2.0 with a salt in every block', 1, { ...sealed, key: 'per-block', hash: 'sha256' }),
  zip('ZIP', 1, { entries: zipEntries(tinyEntries) }),
  zip('ZIP in three parts', 3, { entries: zipEntries(tinyEntries) }),
  zip('ZIP of another maker', 1, { entries: zipEntries(unlinked, { fields: { attributes: 0 } }) }),
  zip('ZIP with descriptors', 1, { entries: zipEntries(two, { descriptor: 'signed' }) }),
  zip('ZIP with unsigned descriptors', 1, { entries: zipEntries(two, { descriptor: 'unsigned' }) }),
  zip('Zip64', 1, { entries: zipEntries(two, { wide: true }), wide: true }),
  zip('ZIP behind other bytes', 1, { entries: zipEntries(two), before, end: { comment: 'a comment' } }),
];

/** Of names that folders refuse: what goes other ways is made of these. */
export const oddSeeds: readonly Seed[] = [
  jpa('JPA of odd names', 1, { entries: jpaEntries(oddEntries, { modified }) }),
  jpa('JPA of odd names in three parts', 3, { version: '1.3', entries: jpaEntries(oddEntries) }),
  jps('JPS of odd names', 1, { chunkSize, entries: jpsEntries(oddEntries.slice(0, -1), chunkSize) }),
  zip('ZIP of odd names', 1, { entries: zipEntries(oddEntries) }),
];

/** Of some kilobytes: what the detection matrix is measured on. */
export const siteSeeds: readonly Seed[] = [
  jpa('a site as JPA', 1, { entries: jpaEntries(siteEntries, { modified }) }),
  jps('a site as JPS', 1, { entries: jpsEntries(siteEntries.slice(0, 5)), padsFullBlocks: true }),
  // Of the data every bit is caught, so there need not be much.
  zip('a site as ZIP', 1, { entries: zipEntries(siteEntries.slice(2)) }),
];

export const largeSeeds: readonly Seed[] = [
  jpa('a large site as JPA', 1, { entries: jpaEntries(largeEntries) }),
  jps('a large site as JPS', 1, { entries: jpsEntries(largeEntries) }),
  zip('a large site as ZIP', 1, { entries: zipEntries(largeEntries) }),
];

export function seedNamed(name: string): Seed {
  const seed = [...tinySeeds, ...oddSeeds, ...siteSeeds, ...largeSeeds].find((candidate) => candidate.name === name);
  if (seed === undefined) throw new Error(`no seed is called ${name}`);
  return seed;
}
