// Writes JPA archives for tests. What is not said follows from the content, so a test names only the one field that lies:
//
//   writeJpa({ entries: [{ path: 'a.txt', content: 'x', fields: { size: 2 } }] })
import { deflateRawSync } from 'node:zlib';
import { ByteWriter, toBytes, type Content } from './byte-writer.ts';

export { splitAt, splitEvery } from './byte-writer.ts';

/** The fields of an entity as they are laid out, data included. */
export interface JpaEntityFields {
  readonly signature: Content;
  readonly blockLength: number;
  readonly pathLength: number;
  readonly path: Content;
  /** 0 directory, 1 file, 2 symbolic link. */
  readonly type: number;
  /** 0 stored, 1 raw deflate, 2 bzip2. */
  readonly compression: number;
  readonly packedSize: number;
  readonly size: number;
  readonly mode: number;
  /** All extra fields. Given whole, it replaces the time and the 64-bit sizes. */
  readonly extras: Uint8Array;
  readonly data: Content;
}

export interface JpaEntry {
  /** Text is written as UTF-8, bytes as they are. */
  readonly path: Content;
  /** The default is told by the path: one that ends in `/` is a directory. */
  readonly kind?: 'file' | 'directory' | 'link';
  /** Plain content; for a link, its target. */
  readonly content?: Content;
  /** Files are deflated unless this is set. */
  readonly store?: boolean;
  /** Unix seconds. Left out, there is no time field. */
  readonly modified?: number;
  readonly mode?: number;
  /** Write the sizes in a 64-bit field too. The 32-bit ones can be made to lie through `fields`. */
  readonly wideSizes?: boolean | { readonly packedSize: number | bigint; readonly size: number | bigint };
  /** Further extra fields, behind the known ones (see `jpaEntityExtra`). */
  readonly moreExtras?: Uint8Array;
  readonly fields?: Partial<JpaEntityFields>;
}

/** The fields of the archive header as they are laid out. */
export interface JpaHeaderFields {
  readonly signature: Content;
  readonly length: number;
  readonly count: number;
  readonly size: number;
  readonly packedSize: number;
  /** All extra fields. Given whole, it replaces the part count and the 64-bit totals. */
  readonly extras: Uint8Array;
}

export interface JpaArchive {
  readonly entries: readonly JpaEntry[];
  /** "1.2" unless given; 1.3 writes 64-bit totals. */
  readonly version?: string;
  /** Written in the part count field, which is left out without it. */
  readonly partCount?: number;
  readonly wideTotals?: boolean | { readonly size: number | bigint; readonly packedSize: number | bigint };
  readonly header?: Partial<JpaHeaderFields>;
  /** Bytes before the signature. */
  readonly before?: Content;
  /** Bytes after the last entity. */
  readonly after?: Content;
}

/** One archive extra field; `length` counts itself and the payload, not the signature. */
export function jpaHeaderExtra(signature: Content, payload: Uint8Array, length = payload.length + 2): Uint8Array {
  return new ByteWriter().bytes(signature).u16(length).bytes(payload).done();
}

/** One entity extra field; `length` counts signature, itself and the payload. */
export function jpaEntityExtra(signature: number, payload: Uint8Array, length = payload.length + 4): Uint8Array {
  return new ByteWriter().u16(signature).u16(length).bytes(payload).done();
}

const typeNumbers = { directory: 0, file: 1, link: 2 } as const;
const defaultModes = { directory: 0o040755, file: 0o100644, link: 0o120777 } as const;

function entityExtras(entry: JpaEntry, sizes: { packedSize: number; size: number }): Uint8Array {
  const extras = new ByteWriter();
  if (entry.modified !== undefined) extras.bytes(jpaEntityExtra(0x0100, new ByteWriter().u32(entry.modified).done()));
  const wide = entry.wideSizes === true ? sizes : (entry.wideSizes ?? false);
  if (wide !== false) extras.bytes(jpaEntityExtra(0x0200, new ByteWriter().u64(wide.packedSize).u64(wide.size).done()));
  return extras.bytes(entry.moreExtras ?? '').done();
}

/** The fields that a well-behaved writer would write for this entry, with the test's own on top. */
export function jpaEntityFields(entry: JpaEntry): JpaEntityFields {
  const path = toBytes(entry.fields?.path ?? entry.path);
  const kind = entry.kind ?? (path.at(-1) === 0x2f ? 'directory' : 'file');
  const plain = toBytes(entry.content ?? '');
  const isStored = kind !== 'file' || entry.store === true;
  const data = toBytes(entry.fields?.data ?? (isStored ? plain : deflateRawSync(plain)));
  const sizes = { packedSize: data.length, size: plain.length };
  const extras = entry.fields?.extras ?? entityExtras(entry, sizes);
  return {
    signature: 'JPF',
    blockLength: 21 + path.length + extras.length,
    pathLength: path.length,
    type: typeNumbers[kind],
    compression: isStored ? 0 : 1,
    ...sizes,
    mode: entry.mode ?? defaultModes[kind],
    ...entry.fields,
    path,
    extras,
    data,
  };
}

export function writeJpaEntity(entry: JpaEntry): Uint8Array {
  const fields = jpaEntityFields(entry);
  return new ByteWriter()
    .bytes(fields.signature)
    .u16(fields.blockLength)
    .u16(fields.pathLength)
    .bytes(fields.path)
    .u8(fields.type)
    .u8(fields.compression)
    .u32(fields.packedSize)
    .u32(fields.size)
    .u32(fields.mode)
    .bytes(fields.extras)
    .bytes(fields.data)
    .done();
}

function headerExtras(archive: JpaArchive, totals: { size: number; packedSize: number }): Uint8Array {
  const extras = new ByteWriter();
  if (archive.partCount !== undefined)
    extras.bytes(jpaHeaderExtra('JP\x01\x01', new ByteWriter().u16(archive.partCount).done()));
  const asked = archive.wideTotals ?? archive.version === '1.3';
  const wide = asked === true ? totals : asked;
  if (wide !== false)
    extras.bytes(jpaHeaderExtra('JP\x01\x02', new ByteWriter().u64(wide.size).u64(wide.packedSize).done()));
  return extras.done();
}

export function writeJpaHeader(archive: JpaArchive): Uint8Array {
  const fields = archive.entries.map(jpaEntityFields);
  const totals = {
    size: fields.reduce((sum, entity) => sum + entity.size, 0),
    packedSize: fields.reduce((sum, entity) => sum + entity.packedSize, 0),
  };
  const extras = archive.header?.extras ?? headerExtras(archive, totals);
  const header = { signature: 'JPA', length: 19 + extras.length, count: fields.length, ...totals, ...archive.header };
  const [major = 1, minor = 0] = (archive.version ?? '1.2').split('.').map(Number);
  return new ByteWriter()
    .bytes(header.signature)
    .u16(header.length)
    .u8(major)
    .u8(minor)
    .u32(header.count)
    .u32(header.size)
    .u32(header.packedSize)
    .bytes(extras)
    .done();
}

export function writeJpa(archive: JpaArchive): Uint8Array {
  // Laid out once: deflating is what takes the time.
  const entries = archive.entries.map((entry) => ({ ...entry, fields: jpaEntityFields(entry) }));
  const whole = new ByteWriter().bytes(archive.before ?? '').bytes(writeJpaHeader({ ...archive, entries }));
  for (const entry of entries) whole.bytes(writeJpaEntity(entry));
  return whole.bytes(archive.after ?? '').done();
}
