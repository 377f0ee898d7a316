// JPS entity headers for going past damage. One that opens with the key is a true one: its lengths, its type and its padding
// all come out of the cipher. Chunks are followed one by one, and each must state its length twice.
import { ByteCursor, OutOfBytes } from '../../bytes/byte-cursor.ts';
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import type { Entry } from '../entry.ts';
import { Malformed } from '../malformed.ts';
import type { Header, Headers } from '../salvage/headers.ts';
import {
  chunkPrefixLength,
  endLength,
  endSignature,
  entityPrefixLength,
  entitySignature,
  fitsSeal,
  isSealedEntity,
  longestChunk,
  readEntity,
  type EntityHeader,
} from './header.ts';
import type { Opener } from './opener.ts';
import { toEntry } from './to-entry.ts';

/** Room for the longest path that systems take, and what seals it. Bytes. */
const longestHeader = entityPrefixLength + 4096 + 128;
const window = 1024 * 1024;
/** After so many headers that do not open, and none that does, the password is the reason. */
const mostLocked = 32;

export class JpsHeaders implements Headers {
  readonly signature = entitySignature;
  readonly room = longestHeader;
  readonly closingLength = endLength;
  readonly #opener: Opener;
  readonly #ahead: ReadAhead;
  #opened = 0;
  #locked = 0;

  constructor(source: JoinedSource, opener: Opener) {
    this.#opener = opener;
    this.#ahead = new ReadAhead(source, { window, prefetch: false });
  }

  looksTrue(bytes: Uint8Array): boolean {
    if (!isSealedEntity(bytes)) return false;
    const { sealed, plain } = lengths(bytes);
    return (
      sealed <= bytes.length - entityPrefixLength && plainLength(bytes.subarray(entityPrefixLength), sealed) === plain
    );
  }

  async readAt(offset: number, limit: number): Promise<Header | null> {
    if (limit - offset < entityPrefixLength) return null;
    const prefix = await this.#read(offset, entityPrefixLength);
    if (!hasAscii(prefix, entitySignature)) return null;
    const { sealed, plain } = lengths(prefix);
    const dataStart = offset + entityPrefixLength + sealed;
    if (dataStart > limit) return null;
    const header = await this.#read(offset + entityPrefixLength, sealed);
    const entity = await this.#open(header, plain);
    if (entity === null) return null;
    const isEmpty = entity.type === 0 || entity.size === 0;
    const nothing = { end: dataStart, reach: dataStart };
    const { end, reach } = isEmpty ? nothing : await this.#followChunks(dataStart, limit);
    const span = { offset: dataStart, length: end - dataStart };
    const found = toEntry(entity, { span, opener: this.#opener, header });
    const entry = reach > end ? cutEntry(found, reach - dataStart) : found;
    return { entry, dataStart, end, searchStart: offset + entitySignature.length, proof: 'framing' };
  }

  async endOfClosing(offset: number, limit: number): Promise<number | null> {
    if (limit - offset < endLength) return null;
    return hasAscii(await this.#read(offset, endSignature.length), endSignature) ? offset + endLength : null;
  }

  /** Null where it does not open to a header. */
  async #open(sealed: Uint8Array, plainSize: number): Promise<EntityHeader | null> {
    if (this.#opened === 0 && this.#locked >= mostLocked) return null;
    try {
      const entity = readEntity(await this.#opener.unseal(sealed, plainSize));
      this.#opened += 1;
      return entity;
    } catch (error) {
      if (!(error instanceof DamagedEntry || error instanceof Malformed || error instanceof OutOfBytes)) throw error;
      this.#locked += 1;
      return null;
    }
  }

  /**
   * To behind the last chunk that is whole and says so at both its ends, and to where one reaches that lacks its own end: the
   * same, where there is none.
   */
  async #followChunks(start: number, limit: number): Promise<{ readonly end: number; readonly reach: number }> {
    let end = start;
    for (;;) {
      const left = limit - end - chunkPrefixLength;
      if (left < 4) return { end, reach: end };
      const prefix = new ByteCursor(await this.#read(end, chunkPrefixLength));
      const [sealed, plain] = [prefix.u32(), prefix.u32()];
      const isChunk = sealed >= 4 && sealed <= longestChunk;
      const isWhole = isChunk && sealed <= left && (await this.#endsWith(end + chunkPrefixLength + sealed, plain));
      if (!isWhole) {
        const isCut = isChunk && fitsSeal(sealed, plain);
        return { end, reach: isCut ? end + chunkPrefixLength + Math.min(sealed, left) : end };
      }
      end += chunkPrefixLength + sealed;
    }
  }

  /** Does the block that ends at `end` say that it has so many plain bytes? */
  async #endsWith(end: number, plain: number): Promise<boolean> {
    return plainLength(await this.#read(end - 4, 4), 4) === plain;
  }

  #read(offset: number, length: number): Uint8Array | Promise<Uint8Array> {
    return this.#ahead.peek(offset, length) ?? this.#ahead.read(offset, length);
  }
}

/** One whose last chunk is cut, where something of it can be opened all the same; else as it is. @param length to the cut */
function cutEntry(entry: Entry, length: number): Entry {
  const { data } = entry;
  if (data.in !== 'chunks' || data.unsealStart === null) return entry;
  const rest = { ...data, span: { ...data.span, length } };
  return { ...entry, data: { in: 'damaged', span: rest.span, damage: { what: 'lost-data' }, rest } };
}

function lengths(prefix: Uint8Array): { readonly sealed: number; readonly plain: number } {
  const cursor = new ByteCursor(prefix);
  cursor.skip(entitySignature.length);
  return { sealed: cursor.u16(), plain: cursor.u16() };
}

/** What a sealed block of this length says of its plain bytes, at its very end. */
function plainLength(block: Uint8Array, sealed: number): number | null {
  return sealed < 4 ? null : new ByteCursor(block.subarray(sealed - 4, sealed)).u32();
}
