// How long data of JPS goes into another archive: chunk by chunk, so that it can be gone on with behind any of them.
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { endOfStreams, StreamContinuer } from './continued-stream.ts';
import { expectGain, openChunks, plainOf, type Chunks } from './decode-chunks.ts';
import type { DecodeOptions } from './decode-entry.ts';
import { wholeLimit } from './inflate-whole.ts';
import { provePieces, type Piece, type PiecesFrom } from './prove-pieces.ts';
import type { GivenPiece, PartlyGiven, ProveOptions, Sums, Transfer } from './take-over.ts';

const nothing = new Uint8Array();

/** What is inflated at once, at most, whatever there is to inflate. Bytes. */
const roomSize = 64 * 1024;

/** Chunks of JPS that are deflated, each by itself, become one stream of them all. */
export class JoinedTransfer implements Transfer {
  readonly method = 'deflate';
  readonly #data: Chunks;
  readonly #size: number;

  constructor(data: Chunks, size: number) {
    this.#data = data;
    this.#size = size;
  }

  /** Nobody knows before they were opened. */
  canGive(): boolean {
    return true;
  }

  prove(source: ByteSource, options: ProveOptions): Promise<Sums> {
    return this.#prove(({ read }) => this.#pieces(source, read, options), options);
  }

  /** For data that is short enough. @returns what is to be given, too */
  async proveHeld(source: ByteSource, options: ProveOptions): Promise<Sums & { readonly held: readonly Uint8Array[] }> {
    const held: Uint8Array[] = [];
    const hold = async function* (pieces: AsyncIterable<Piece>): AsyncGenerator<Piece, void> {
      for await (const piece of pieces) {
        if (piece.packed.length > 0) held.push(piece.packed);
        yield piece;
      }
    };
    const sums = await this.#prove(() => hold(this.#pieces(source, 0, options)), options);
    return { ...sums, held: [...held, endOfStreams()] };
  }

  async #prove(piecesFrom: PiecesFrom, options: ProveOptions): Promise<Sums> {
    const { crc32: sum, packed } = await provePieces(this.#size, piecesFrom, options);
    const end = endOfStreams();
    return { crc32: sum, packed: { size: packed.size + end.length, crc32: crc32(end, packed.crc32) } };
  }

  async *give(
    source: ByteSource,
    { read: start }: PartlyGiven,
    options: DecodeOptions,
  ): AsyncGenerator<GivenPiece, void> {
    for await (const { packed, read } of this.#pieces(source, start, options)) yield { bytes: packed, read };
    yield { bytes: endOfStreams(), read: null };
  }

  async *#pieces(source: ByteSource, start: number, { pool }: DecodeOptions): AsyncGenerator<Piece, void> {
    const room = pool.take(roomSize);
    const continuer = new StreamContinuer(room);
    for await (const { opened, end } of openChunks(this.#data, source, start)) {
      const stream = continuer.continue(opened);
      let next = stream.next();
      let added = 0;
      for (; next.done !== true; next = stream.next()) {
        added += next.value.length;
        yield { plain: next.value, packed: nothing, read: null };
        // More than any writer puts in one: nobody is to wait for the end of it to be heard.
        if (added > wholeLimit) await new Promise((resolve) => setTimeout(resolve));
      }
      expectGain(added);
      yield { plain: nothing, packed: next.value, read: end };
    }
    pool.give(room);
  }
}

/** Chunks of JPS, as they are once opened and inflated. */
export class ChunksTransfer implements Transfer {
  readonly method = 'stored';
  readonly #data: Chunks;
  readonly #size: number;

  constructor(data: Chunks, size: number) {
    this.#data = data;
    this.#size = size;
  }

  canGive(size: number): boolean {
    return size === this.#size;
  }

  prove(source: ByteSource, options: ProveOptions): Promise<Sums> {
    return provePieces(this.#size, (from) => this.#pieces(source, { ...from, done: from.proved }, options), options);
  }

  async *give(source: ByteSource, from: PartlyGiven, options: DecodeOptions): AsyncGenerator<GivenPiece, void> {
    for await (const { packed, read } of this.#pieces(source, { ...from, done: from.given }, options))
      yield { bytes: packed, read };
  }

  async *#pieces(
    source: ByteSource,
    { read, done }: { readonly read: number; readonly done: number },
    { pool }: DecodeOptions,
  ): AsyncGenerator<Piece, void> {
    let left = this.#size - done;
    for await (const { opened, end } of openChunks(this.#data, source, read)) {
      let added = 0;
      for await (const piece of plainOf(this.#data, opened, { size: left, pool })) {
        added += piece.length;
        yield { plain: piece, packed: piece, read: null };
      }
      left -= added;
      expectGain(added);
      yield { plain: nothing, packed: nothing, read: end };
    }
  }
}
