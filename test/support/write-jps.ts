// Writes JPS archives for tests. As with write-jpa.ts, what is not said follows from the content:
//
//   writeJps({ password: 'x', entries: [{ path: 'a.txt', content: 'abc', chunks: [{ decryptedSize: 2 }] }] })
import { deflateRawSync } from 'node:zlib';
import { ByteWriter, splitEvery, toBytes, type Content } from './byte-writer.ts';
import { makeSeal, noise, type JpsHash, type JpsSealing, type Seal, type SealedBlockFields } from './seal-jps.ts';

export { splitAt, splitEvery } from './byte-writer.ts';

/** A block and the two sizes written before it. */
export interface JpsBlockFields extends SealedBlockFields {
  /** What is encrypted: a header, a link's target, or a deflate stream. */
  readonly plain: Content;
  /** Replaces the whole block. */
  readonly sealed: Uint8Array;
  readonly encryptedSize: number;
  readonly decryptedSize: number;
}

/** The fields of an entity's header before it is encrypted. */
export interface JpsEntityFields {
  readonly pathLength: number;
  /** 0 directory, 1 file, 2 symbolic link. */
  readonly type: number;
  /** 0 stored, 1 raw deflate, 2 bzip2. */
  readonly compression: number;
  readonly size: number;
  readonly mode: number;
  /** Unix seconds. */
  readonly modified: number;
}

export interface JpsEntry {
  /** Text is written as UTF-8, bytes as they are. */
  readonly path: Content;
  /** The default is told by the path: one that ends in `/` is a directory. */
  readonly kind?: 'file' | 'directory' | 'link';
  /** Plain content; for a link, its target. */
  readonly content?: Content;
  /** Files are deflated unless this is set. */
  readonly store?: boolean;
  readonly fields?: Partial<JpsEntityFields>;
  readonly signature?: Content;
  readonly header?: Partial<JpsBlockFields>;
  /** Chunk by chunk, what differs from a well-behaved writer's. More of them than the content fills are added at the end. */
  readonly chunks?: readonly Partial<JpsBlockFields>[];
}

export interface JpsHeaderFields {
  readonly signature: Content;
  readonly isSpanned: boolean;
  readonly extraLength: number;
  /** Replaces the extra field of 2.x. */
  readonly extra: Uint8Array;
  /** Of the hash: 0 SHA-1, 1 SHA-256, 2 SHA-512. */
  readonly hashNumber: number;
  /** As stated in the header, where the keys are derived with another count. */
  readonly iterations: number;
  readonly hasStaticSalt: boolean;
}

export interface JpsTrailerFields {
  readonly signature: Content;
  readonly partCount: number;
  readonly count: number;
  readonly size: number;
  readonly packedSize: number;
}

export interface JpsArchive {
  readonly entries: readonly JpsEntry[];
  /** Blank unless given. */
  readonly password?: string;
  /** "2.0" unless given. */
  readonly version?: '1.9' | '1.10' | '2.0';
  /** The static salt in 2.0 and the legacy key in 1.x, unless given. */
  readonly key?: JpsSealing['key'];
  /** Derived in 1.9 and stored from 1.10 on, unless given. */
  readonly iv?: JpsSealing['iv'];
  readonly hash?: JpsHash;
  /** A thousand unless given, the fewest that are not warned of: tests need not wait. */
  readonly iterations?: number;
  readonly staticSalt?: Uint8Array;
  /** As the vendor's engine does; not unless given. */
  readonly padsFullBlocks?: boolean;
  /** Plain bytes in one chunk; 64 KiB unless given. */
  readonly chunkSize?: number;
  readonly header?: Partial<JpsHeaderFields>;
  /** `null` leaves it out. */
  readonly trailer?: Partial<JpsTrailerFields> | null;
  /** Bytes before the signature. */
  readonly before?: Content;
  /** Bytes after the trailer. */
  readonly after?: Content;
}

interface WrittenEntity {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly packedSize: number;
}

const typeNumbers = { directory: 0, file: 1, link: 2 } as const;
const defaultModes = { directory: 0o040755, file: 0o100644, link: 0o120777 } as const;
const hashNumbers = { sha1: 0, sha256: 1, sha512: 2 } as const;

function sealing(archive: JpsArchive): JpsSealing {
  const version = archive.version ?? '2.0';
  return {
    password: archive.password ?? '',
    key: archive.key ?? (version === '2.0' ? 'static' : 'legacy'),
    iv: archive.iv ?? (version === '1.9' ? 'derived' : 'stored'),
    hash: archive.hash ?? 'sha1',
    iterations: archive.iterations ?? 1000,
    staticSalt: archive.staticSalt ?? noise('static salt', 64),
    padsFullBlocks: archive.padsFullBlocks ?? false,
  };
}

function blockFields(seal: Seal, fields: Partial<JpsBlockFields>): Omit<JpsBlockFields, keyof SealedBlockFields> {
  const plain = toBytes(fields.plain ?? '');
  const sealed = fields.sealed ?? seal(plain, fields);
  return { encryptedSize: sealed.length, decryptedSize: plain.length, ...fields, plain, sealed };
}

/** The plain bytes of each block that a file's or link's data fills. */
function chunkPlains(entry: JpsEntry, plain: Uint8Array, chunkSize: number): Uint8Array[] {
  if (plain.length === 0) return [];
  if (entry.kind === 'link') return [plain];
  const pieces = splitEvery(plain, chunkSize);
  return entry.store === true ? pieces : pieces.map((piece) => deflateRawSync(piece));
}

function writeEntity(entry: JpsEntry, seal: Seal, chunkSize: number): WrittenEntity {
  const path = toBytes(entry.path);
  const kind = entry.kind ?? (path.at(-1) === 0x2f ? 'directory' : 'file');
  const content = toBytes(entry.content ?? '');
  const fields: JpsEntityFields = {
    pathLength: path.length,
    type: typeNumbers[kind],
    compression: kind === 'file' && entry.store !== true ? 1 : 0,
    size: content.length,
    mode: defaultModes[kind],
    modified: 0,
    ...entry.fields,
  };
  const plain = new ByteWriter().u16(fields.pathLength).bytes(path).u8(fields.type).u8(fields.compression);
  plain.u32(fields.size).u32(fields.mode).u32(fields.modified);
  const header = blockFields(seal, { plain: plain.done(), ...entry.header });
  const whole = new ByteWriter()
    .bytes(entry.signature ?? 'JPF')
    .u16(header.encryptedSize)
    .u16(header.decryptedSize);
  whole.bytes(header.sealed);

  const plains = chunkPlains(entry, content, chunkSize);
  let packedSize = 0;
  for (let i = 0; i < Math.max(plains.length, entry.chunks?.length ?? 0); i++) {
    const chunk = blockFields(seal, { plain: plains[i] ?? '', ...entry.chunks?.[i] });
    whole.u32(chunk.encryptedSize).u32(chunk.decryptedSize).bytes(chunk.sealed);
    packedSize += chunk.decryptedSize;
  }
  return { bytes: whole.done(), size: fields.size, packedSize };
}

function writeHeader(archive: JpsArchive): Uint8Array {
  const { hash, iterations, key, staticSalt } = sealing(archive);
  const version = archive.version ?? '2.0';
  const { header = {} } = archive;
  const extra = new ByteWriter();
  if (version === '2.0') {
    extra.bytes('JH\0\x01').u16(76);
    extra.u8(header.hashNumber ?? hashNumbers[hash]).u32(header.iterations ?? iterations);
    extra.u8((header.hasStaticSalt ?? key === 'static') ? 1 : 0).bytes(staticSalt);
  }
  const written = header.extra ?? extra.done();
  const [major = 2, minor = 0] = version.split('.').map(Number);
  return new ByteWriter()
    .bytes(header.signature ?? 'JPS')
    .u8(major)
    .u8(minor)
    .u8(header.isSpanned === true ? 1 : 0)
    .u16(header.extraLength ?? written.length)
    .bytes(written)
    .done();
}

export function writeJps(archive: JpsArchive): Uint8Array {
  const seal = makeSeal(sealing(archive));
  const entities = archive.entries.map((entry) => writeEntity(entry, seal, archive.chunkSize ?? 65_536));
  const whole = new ByteWriter().bytes(archive.before ?? '').bytes(writeHeader(archive));
  for (const entity of entities) whole.bytes(entity.bytes);
  if (archive.trailer !== null) {
    const trailer: JpsTrailerFields = {
      signature: 'JPE',
      partCount: 1,
      count: entities.length,
      size: entities.reduce((sum, entity) => sum + entity.size, 0),
      // The vendor's engine counts deflated bytes here, other writers the encrypted ones.
      packedSize: entities.reduce((sum, entity) => sum + entity.packedSize, 0),
      ...archive.trailer,
    };
    whole.bytes(trailer.signature).u16(trailer.partCount);
    whole.u32(trailer.count).u32(trailer.size).u32(trailer.packedSize);
  }
  return whole.bytes(archive.after ?? '').done();
}
