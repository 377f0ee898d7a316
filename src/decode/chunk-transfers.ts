// How long data of JPS goes into another archive: chunk by chunk, so that it can be gone on with behind any of them.
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { endOfStreams, giveContinuer, takeContinuer } from './continued-stream.ts';
import { decodeChunks, expectGain, openChunks, type Chunks } from './decode-chunks.ts';
import type { DecodeOptions } from './decode-entry.ts';
import { provePieces, type Piece, type PiecesFrom } from './prove-pieces.ts';
import type { GivenPiece, PartlyGiven, ProvenSums, Transfer, TransferOptions } from './transfer.ts';

/** After so much of one chunk others get a turn. Writers put less in one: it is for archives that are to keep everybody waiting. Bytes. */
const turnSize = 16 * 1024 * 1024;

const nothing = new Uint8Array();

interface JoinedPiece extends Piece {
  readonly packed: Uint8Array;
}

/** Chunks of JPS that are deflated, each by itself, become one stream of them all. */
export class JoinedTransfer implements Transfer {
  readonly method = 'deflate';
  readonly #data: Chunks;
  readonly #plainSize: number;

  constructor(data: Chunks, plainSize: number) {
    this.#data = data;
    this.#plainSize = plainSize;
  }

  /** Nobody knows before they were opened. */
  get size(): null {
    return null;
  }

  prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    return this.#prove(({ read }) => this.#pieces(source, read), options);
  }

  /** For data that is short enough to be held. @param hold given what is to be given, piece by piece */
  async proveHeld(
    source: ByteSource,
    options: TransferOptions,
    hold: (bytes: Uint8Array) => void,
  ): Promise<ProvenSums> {
    const sums = await this.#prove(() => this.#pieces(source, 0, hold), options);
    hold(endOfStreams());
    return sums;
  }

  /** Each chunk is inflated once more: to keep where the last block of each begins would take memory without bound. */
  async *give(source: ByteSource, { read: start }: PartlyGiven): AsyncGenerator<GivenPiece, void> {
    for await (const { packed, read } of this.#pieces(source, start)) yield { bytes: packed, read };
    yield { bytes: endOfStreams(), read: null };
  }

  async #prove(piecesFrom: PiecesFrom, options: TransferOptions): Promise<ProvenSums> {
    const { crc32: sum, packed } = await provePieces(this.#plainSize, piecesFrom, options);
    const end = endOfStreams();
    return { crc32: sum, packed: { size: packed.size + end.length, crc32: crc32(end, packed.crc32) } };
  }

  async *#pieces(
    source: ByteSource,
    start: number,
    hold: (bytes: Uint8Array) => void = () => undefined,
  ): AsyncGenerator<JoinedPiece, void> {
    const continuer = takeContinuer();
    try {
      for await (const { opened, end } of openChunks(this.#data, source, start)) {
        const stream = continuer.continue(opened);
        let next = stream.next();
        let added = 0;
        for (; next.done !== true; next = stream.next()) {
          const { length } = next.value;
          added += length;
          yield { plain: next.value, packed: nothing, read: null };
          if (added % turnSize < length) await new Promise((resolve) => setTimeout(resolve));
        }
        expectGain(added);
        hold(next.value);
        yield { plain: nothing, packed: next.value, read: end };
      }
    } finally {
      giveContinuer(continuer);
    }
  }
}

/** Chunks of JPS, as they are once opened and inflated. */
export class ChunksTransfer implements Transfer {
  readonly method = 'stored';
  readonly size: number;
  readonly #data: Chunks;

  constructor(data: Chunks, size: number) {
    this.size = size;
    this.#data = data;
  }

  prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    return provePieces(this.size, (from) => this.#pieces(source, { ...from, done: from.proved }, options), options);
  }

  async *give(source: ByteSource, from: PartlyGiven, options: DecodeOptions): AsyncGenerator<GivenPiece, void> {
    for await (const { plain, read } of this.#pieces(source, { ...from, done: from.given }, options))
      yield { bytes: plain, read };
  }

  async *#pieces(
    source: ByteSource,
    { read, done }: { readonly read: number; readonly done: number },
    { pool }: DecodeOptions,
  ): AsyncGenerator<Piece, void> {
    let left = this.size - done;
    for await (const { opened, end } of openChunks(this.#data, source, read)) {
      for await (const plain of decodeChunks(this.#data, source, { size: left, pool, opened: [opened] })) {
        left -= plain.length;
        yield { plain, packed: null, read: null };
      }
      yield { plain: nothing, packed: null, read: end };
    }
  }
}
