// JPA entity headers for going past damage. There is no checksum in the format: a header is held against what writers write.
import { OutOfBytes } from '../../bytes/byte-cursor.ts';
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { Malformed } from '../malformed.ts';
import type { Header, Headers } from '../salvage/headers.ts';
import { hasVisiblePath, isSound } from './plausible.ts';
import { entityPrefixLength, entitySignature, readEntity, readEntityLength, type EntityHeader } from './header.ts';
import { toEntry } from './to-entry.ts';

/** Room for the longest path that systems take, and for the extra fields there are. Bytes. */
const longestHeader = 4096 + 512;
const window = 1024 * 1024;

export class JpaHeaders implements Headers {
  readonly signature = entitySignature;
  readonly room = longestHeader;
  readonly closingLength = 0;
  readonly #ahead: ReadAhead;

  constructor(source: JoinedSource) {
    this.#ahead = new ReadAhead(source, { window, prefetch: false });
  }

  looksTrue(bytes: Uint8Array): boolean {
    const entity = isLaidOut(bytes) ? parse(bytes) : null;
    return entity !== null && isSound(entity);
  }

  async readAt(offset: number, limit: number): Promise<Header | null> {
    if (limit - offset < entityPrefixLength) return null;
    const prefix = await this.#read(offset, entityPrefixLength);
    if (!hasAscii(prefix, entitySignature)) return null;
    const length = readEntityLengthOrZero(prefix);
    if (length === 0 || length > limit - offset) return null;
    const entity = parse(await this.#read(offset, length));
    if (entity === null) return null;
    if (!hasVisiblePath(entity.path) && (await this.#holdsHeader(offset, length, limit))) return null;
    const dataStart = offset + length;
    const entry = toEntry(entity, dataStart);
    const proof = entry.data.in === 'deflate' ? 'decoding' : 'nothing';
    return {
      entry,
      dataStart,
      end: dataStart + entity.packedSize,
      searchStart: offset + entitySignature.length,
      proof,
    };
  }

  /** Where bytes are lost within a header, the next one may come to lie in its path, and end it rightly. */
  async #holdsHeader(offset: number, length: number, limit: number): Promise<boolean> {
    const bytes = await this.#read(offset, Math.min(length + longestHeader, limit - offset));
    for (let at = entitySignature.length; at < length; at += 1)
      if (hasAscii(bytes, entitySignature, at) && this.looksTrue(bytes.subarray(at))) return true;
    return false;
  }

  /** Nothing closes a JPA. */
  endOfClosing(): Promise<null> {
    return Promise.resolve(null);
  }

  #read(offset: number, length: number): Uint8Array | Promise<Uint8Array> {
    return this.#ahead.peek(offset, length) ?? this.#ahead.read(offset, length);
  }
}

/** Do the two lengths fit each other and what is there? Asked first, as it costs next to nothing. */
function isLaidOut(bytes: Uint8Array): boolean {
  if (bytes.length < 7) return false;
  const at = (offset: number): number => (bytes[offset] ?? 0) + (bytes[offset + 1] ?? 0) * 256;
  const [length, pathLength] = [at(3), at(5)];
  return pathLength > 0 && length >= 21 + pathLength && length <= bytes.length;
}

function readEntityLengthOrZero(prefix: Uint8Array): number {
  return orNull(() => readEntityLength(prefix)) ?? 0;
}

function parse(bytes: Uint8Array): EntityHeader | null {
  return orNull(() => readEntity(bytes.subarray(0, readEntityLength(bytes))));
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBytes) return null;
    throw error;
  }
}
