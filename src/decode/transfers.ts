// The forms in which long data goes from one archive into another: as it lies there, where the other can hold that; JPS chunks
// joined into one deflate stream; and plain, where an output takes nothing else.
import type { Entry, Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { ChunksTransfer, JoinedTransfer } from './chunk-transfers.ts';
import { dataSpan } from './data-offset.ts';
import { checkCrc, decodeEntry, lengthDamage, readPieces, type DecodeOptions } from './decode-entry.ts';
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
  if (data.in === 'stored') return new StoredTransfer(await dataSpan(data.span, source), size, data.crc32);
  if (data.in === 'deflate' && wants === 'packed') {
    const span = await dataSpan(data.span, source);
    return new DeflateTransfer({ ...entry, data: { ...data, span } }, span);
  }
  if (data.in === 'chunks')
    return data.deflated && wants === 'packed' ? new JoinedTransfer(data, size) : new ChunksTransfer(data, size);
  return wants === 'plain' ? new DecodedTransfer(entry) : null;
}

/** As it lies there, from `start` on. */
async function* givePieces(
  { offset, length }: Span,
  source: ByteSource,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly read: number }, void> {
  let read = start;
  for await (const bytes of readPieces({ offset: offset + start, length: length - start }, source, signal)) {
    read += bytes.length;
    yield { bytes, read };
  }
}

class StoredTransfer implements Transfer {
  readonly method = 'stored';
  readonly #span: Span;
  readonly #size: number;
  readonly #crc32: number | undefined;

  constructor(span: Span, size: number, stated: number | undefined) {
    this.#span = span;
    this.#size = size;
    this.#crc32 = stated;
  }

  canGive(size: number): boolean {
    return size === this.#span.length;
  }

  async prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const { length } = this.#span;
    if (length !== this.#size) throw lengthDamage(this.#size, length);
    const sums = await provePieces(this.#size, ({ read }) => this.#pieces(source, read, options), options);
    checkCrc(this.#crc32, sums.crc32);
    return sums;
  }

  give(source: ByteSource, { given }: PartlyGiven, { signal }: DecodeOptions): AsyncIterable<GivenPiece> {
    return givePieces(this.#span, source, given, signal);
  }

  async *#pieces(source: ByteSource, start: number, { signal }: DecodeOptions): AsyncGenerator<Piece, void> {
    for await (const { bytes, read } of givePieces(this.#span, source, start, signal))
      yield { plain: bytes, packed: null, read };
  }
}

/** Its proof begins anew with every visit: nobody can go on inflating where another has left off. */
class DeflateTransfer implements Transfer {
  readonly method = 'deflate';
  readonly #entry: Entry;
  readonly #span: Span;

  constructor(entry: Entry, span: Span) {
    this.#entry = entry;
    this.#span = span;
  }

  canGive(size: number): boolean {
    return size === this.#span.length;
  }

  async prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const summed = new SummedSource(source);
    const sum = await passOver(this.#entry, summed, options);
    return { crc32: sum, packed: { size: this.#span.length, crc32: summed.crc32 } };
  }

  give(source: ByteSource, { given }: PartlyGiven, { signal }: DecodeOptions): AsyncIterable<GivenPiece> {
    return givePieces(this.#span, source, given, signal);
  }
}

const nothing = new Uint8Array();

/** What can be decoded only from its start: that is done again, and what was given is passed over. */
class DecodedTransfer implements Transfer {
  readonly method = 'stored';
  readonly #entry: Entry;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  canGive(size: number): boolean {
    return size === this.#entry.size;
  }

  async prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
    const sum = await passOver(this.#entry, source, options);
    return { crc32: sum, packed: { size: this.#entry.size, crc32: sum } };
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

/** ProvenSums what is read, in the order in which it is read. */
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
