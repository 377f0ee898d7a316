// Field layout of JPS 1.9, 1.10 and 2.0: archive header, the opened header of one entity, and the end mark.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { hasAscii, utf8, utf8OrEscaped } from '../../bytes/text.ts';
import { Malformed } from '../malformed.ts';

export const archiveSignature = 'JPS';
/** Bytes of the archive header without its extra field. */
export const archiveHeaderLength = 8;
export const entitySignature = 'JPF';
/** Signature, sealed size, opened size. */
export const entityPrefixLength = 7;
export const endSignature = 'JPE';
export const endLength = 17;
/** Sealed size and opened size of a chunk. */
export const chunkPrefixLength = 8;
/**
 * Writers cut files into chunks of 64 KiB to 1 MiB. A longer chunk is damage, and the limit is what tells a chunk from the
 * next header: as a size, `JPF` and `JPE` stand for more than 4.3 MiB. Bytes.
 */
export const longestChunk = 4 * 1024 * 1024;

const keyField = 0x0100484a;
const keyFieldLength = 76;
/** Bytes of the archive header with the field that 2.0 has. */
export const longestHeader = archiveHeaderLength + keyFieldLength;
const saltLength = 64;

export const hashes = ['SHA-1', 'SHA-256', 'SHA-512'] as const;
export type Hash = (typeof hashes)[number];

export interface ArchiveHeader {
  /** Bytes from the signature to the first entity. */
  readonly length: number;
  readonly version: string;
  /** How keys are derived from the password (2.0); null for the legacy key (1.x). */
  readonly derivation: Derivation | null;
}

export interface Derivation {
  readonly hash: Hash;
  readonly iterations: number;
  /** The salt for blocks that bring none of their own. */
  readonly staticSalt: Uint8Array | null;
}

/** Bytes of the whole archive header, from its first eight. @throws OutOfBytes, Malformed */
export function readArchiveHeaderLength(bytes: Uint8Array): number {
  if (!hasAscii(bytes, archiveSignature)) throw new Malformed('signature');
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveHeaderLength - 2);
  return archiveHeaderLength + cursor.u16();
}

export function readVersion(bytes: Uint8Array): string {
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveSignature.length);
  return `${cursor.u8()}.${cursor.u8()}`;
}

/** @param bytes exactly the header. @throws OutOfBytes, Malformed */
export function readArchiveHeader(bytes: Uint8Array): ArchiveHeader {
  const version = readVersion(bytes);
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveHeaderLength);
  if (cursor.left === 0) return { length: bytes.length, version, derivation: null };
  const field = cursor.u32();
  const length = cursor.u16();
  if (field !== keyField || length !== keyFieldLength) throw new Malformed('key field');
  const hash = hashes[cursor.u8()];
  if (hash === undefined) throw new Malformed('hash');
  const iterations = cursor.u32();
  if (iterations === 0) throw new Malformed('iterations');
  const usesStaticSalt = cursor.u8() !== 0;
  const salt = cursor.bytes(saltLength).slice();
  return { length: bytes.length, version, derivation: { hash, iterations, staticSalt: usesStaticSalt ? salt : null } };
}

export interface EntityHeader {
  readonly path: string;
  readonly hasBadEncoding: boolean;
  readonly type: number;
  readonly compression: number;
  readonly size: number;
  readonly mode: number;
  readonly modifiedMs: number;
}

/** Bytes of an opened entity header besides the path. */
const fixedEntityLength = 16;

/** @param plain exactly the opened header. @throws OutOfBytes, Malformed where it makes no sense (as after a wrong password) */
export function readEntity(plain: Uint8Array): EntityHeader {
  const cursor = new ByteCursor(plain);
  const pathLength = cursor.u16();
  if (pathLength !== plain.length - fixedEntityLength) throw new Malformed('path length');
  const { text, isExact } = utf8OrEscaped(cursor.bytes(pathLength));
  const type = cursor.u8();
  const compression = cursor.u8();
  if (type > 2 || compression > 2) throw new Malformed('type');
  const size = cursor.u32();
  const mode = cursor.u32();
  return { path: text, hasBadEncoding: !isExact, type, compression, size, mode, modifiedMs: cursor.u32() * 1000 };
}

/** Does the path of an opened header read as one? Part of telling a wrong password from a right one. */
export function hasPlausiblePath(plain: Uint8Array): boolean {
  const path = utf8(plain.subarray(2, plain.length - fixedEntityLength + 2));
  return path !== null && path !== '' && !path.includes('\0');
}

/** What a sealed block may have behind its ciphertext, before the plain length: salt, IV, both or none. Bytes. */
const trailerLengths = [0, 20, 68, 88];

/** Do these bytes begin with a sealed entity header? Its two lengths must fit each other; nothing else can be read. */
export function isSealedEntity(bytes: Uint8Array): boolean {
  if (bytes.length < entityPrefixLength || !hasAscii(bytes, entitySignature)) return false;
  const cursor = new ByteCursor(bytes);
  cursor.skip(entitySignature.length);
  const sealed = cursor.u16();
  const plain = cursor.u16();
  return plain > fixedEntityLength && fitsSeal(sealed, plain);
}

/** Can so many plain bytes be so many when sealed? Of a header or a chunk. */
export function fitsSeal(sealed: number, plain: number): boolean {
  return trailerLengths.some((trailers) => {
    const padding = sealed - 4 - trailers - plain;
    return padding >= 0 && padding <= 16 && (plain + padding) % 16 === 0;
  });
}

export interface EndMark {
  readonly partCount: number;
  readonly entryCount: number;
  readonly size: number;
  readonly packedSize: number;
}

/** @throws OutOfBytes */
export function readEndMark(bytes: Uint8Array): EndMark {
  const cursor = new ByteCursor(bytes);
  cursor.skip(endSignature.length);
  return { partCount: cursor.u16(), entryCount: cursor.u32(), size: cursor.u32(), packedSize: cursor.u32() };
}
