// The forms in which long data goes from one archive into another: as it lies there, where the other can hold that; JPS chunks
// joined into one deflate stream; and plain, where an output takes nothing else.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { ChunksTransfer, JoinedTransfer } from './chunk-transfers.ts';
import { dataSpan } from './data-offset.ts';
import { checkCrc, decodeEntry, lengthDamage, readPieces, type DecodeOptions } from './decode-entry.ts';
import type { TakeableData } from './packing.ts';
import { passOver, provePieces, type Piece } from './prove-pieces.ts';
import type { GivenPiece, PartlyGiven, ProvenSums, Transfer, TransferOptions } from './transfer.ts';

/**
 * Null for what has to be packed anew.
 * @throws DamagedEntry where the data is not there, or is not that of this entry; ExtractError where a part cannot be read
 */
export async function transferOf(
  entry: Entry,
  wants: 'plain' | 'packed',
  source: ByteSource,
): Promise<Transfer | null> {
  const { data, size } = entry;
  if (data.in === 'stored' || (data.in === 'deflate' && wants === 'packed'))
    return new LyingTransfer({ ...entry, data: { ...data, span: await dataSpan(data.span, source) } });
  if (data.in === 'chunks')
    return data.deflated && wants === 'packed' ? new JoinedTransfer(data, size) : new ChunksTransfer(data, size);
  return wants === 'plain' ? new DecodedTransfer(entry) : null;
}

interface Lying extends Entry {
  readonly data: TakeableData;
}

/** Data that another archive can hold as it lies in this one. */
class LyingTransfer implements Transfer {
  readonly method: TakeableData['in'];
  readonly size: number;
  readonly #entry: Lying;

  /** @param entry whose span is that of its data */
  constructor(entry: Lying) {
    this.method = entry.data.in;
    this.size = entry.data.span.length;
    this.#entry = entry;
  }

  prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    return this.method === 'stored' ? this.#proveStored(source, options) : this.#proveDeflated(source, options);
  }

  give(source: ByteSource, { given }: PartlyGiven, { signal }: DecodeOptions): AsyncIterable<GivenPiece> {
    return this.#pieces(source, given, signal);
  }

  async #proveStored(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const { data, size } = this.#entry;
    if (this.size !== size) throw lengthDamage(size, this.size);
    const sums = await provePieces(size, ({ read }) => this.#plainPieces(source, read, options.signal), options);
    checkCrc(data.crc32, sums.crc32);
    return sums;
  }

  /** Begins anew with every visit: nobody can go on inflating where another has left off. */
  async #proveDeflated(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const summed = new SummedSource(source);
    const sum = await passOver(this.#entry, summed, options);
    return { crc32: sum, packed: { size: this.size, crc32: summed.crc32 } };
  }

  async *#plainPieces(source: ByteSource, start: number, signal: AbortSignal): AsyncGenerator<Piece, void> {
    for await (const { bytes, read } of this.#pieces(source, start, signal)) yield { plain: bytes, packed: null, read };
  }

  async *#pieces(source: ByteSource, start: number, signal: AbortSignal): AsyncGenerator<GivenPiece, void> {
    const { offset } = this.#entry.data.span;
    let read = start;
    for await (const bytes of readPieces({ offset: offset + start, length: this.size - start }, source, signal)) {
      read += bytes.length;
      yield { bytes, read };
    }
  }
}

const nothing = new Uint8Array();

/** What can be decoded only from its start: that is done again, and what was given is passed over. */
class DecodedTransfer implements Transfer {
  readonly method = 'stored';
  readonly size: number;
  readonly #entry: Entry;

  constructor(entry: Entry) {
    this.size = entry.size;
    this.#entry = entry;
  }

  async prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const sum = await passOver(this.#entry, source, options);
    return { crc32: sum, packed: { size: this.size, crc32: sum } };
  }

  async *give(source: ByteSource, { given }: PartlyGiven, options: DecodeOptions): AsyncGenerator<GivenPiece, void> {
    let left = given;
    for await (const piece of decodeEntry(this.#entry, source, options)) {
      if (left < piece.length) yield { bytes: piece.subarray(left), read: 0 };
      else {
        options.pool.give(piece);
        yield { bytes: nothing, read: null };
      }
      left = Math.max(0, left - piece.length);
    }
  }
}

/** Sums what is read, in the order in which it is read. */
class SummedSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  crc32 = 0;

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.#source.read(offset, length);
    this.crc32 = crc32(bytes, this.crc32);
    return bytes;
  }
}
