// How large a JPS must be that breaks off. Nothing states its whole size, but each block states its own, a header how large its
// file is, and the end mark must come last. Everything here is a lower bound in bytes, 0 where nothing can be relied on.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { hasAscii } from '../../bytes/text.ts';
import { mostExpansion } from '../salvage/possible.ts';
import {
  chunkPrefixLength,
  endLength,
  endSignature,
  entityPrefixLength,
  entitySignature,
  fitsSeal,
  isSealedEntity,
  type EntityHeader,
} from './header.ts';

/** What a file must still have behind so many bytes of its chunks: no chunk inflates to more than a thousand times its bytes. */
export function leastRest({ type, compression, size }: EntityHeader, length: number): number {
  if (type !== 1 || compression !== 1) return 0;
  const left = Math.ceil(size / mostExpansion) - length;
  return left > 0 ? chunkPrefixLength + left : 0;
}

/** @param rest the bytes that are there where a header or the end mark begins, up to the length of a prefix */
export function leastAtEntity(offset: number, rest: Uint8Array): number {
  if (beginsLike(rest, endSignature)) return offset + endLength;
  if (!beginsLike(rest, entitySignature)) return 0;
  if (rest.length < entityPrefixLength) return offset + entityPrefixLength + endLength;
  if (!isSealedEntity(rest)) return 0;
  const cursor = new ByteCursor(rest);
  cursor.skip(entitySignature.length);
  return offset + entityPrefixLength + cursor.u16() + endLength;
}

export interface CutChunks {
  readonly entity: EntityHeader;
  /** Where the first chunk begins, and the one that is cut. */
  readonly start: number;
  readonly offset: number;
  /** What is there of the cut one, up to the length of a prefix. */
  readonly rest: Uint8Array;
}

/** Where a chunk is cut; behind the first one, too few bytes to tell may be of a header or the end mark. */
export function leastInChunk({ entity, start, offset, rest }: CutChunks): number {
  if (rest.length < chunkPrefixLength) {
    const mayBeOver = offset > start && (beginsLike(rest, entitySignature) || beginsLike(rest, endSignature));
    const chunk = mayBeOver ? 0 : chunkPrefixLength;
    return offset + Math.max(chunk, leastRest(entity, offset - start)) + endLength;
  }
  const cursor = new ByteCursor(rest);
  const sealed = cursor.u32();
  if (!fitsSeal(sealed, cursor.u32())) return 0;
  const end = offset + chunkPrefixLength + sealed;
  return end + leastRest(entity, end - start) + endLength;
}

/** As far as both go. */
function beginsLike(bytes: Uint8Array, signature: string): boolean {
  return hasAscii(bytes, signature.slice(0, bytes.length));
}
