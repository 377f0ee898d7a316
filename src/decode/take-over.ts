// Long data that another archive takes over as it lies in this one: read once to prove it, and once to give it, when it must
// be the same again. How far that has come can be kept, and gone on with at a later visit: what was read by then is known by
// its sum.
import type { Entry, EntryData } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { dataSpan } from './data-offset.ts';
import { checkCrc, decodeEntry, lengthDamage, readPieces, type DecodeOptions } from './decode-entry.ts';
import type { Proof } from './packing.ts';

/** Stored data, of which so much was read. Data only, as the next. */
interface PartlyProved {
  readonly is: 'proving';
  /** Plain bytes that were proved. */
  readonly proved: number;
  /** Of these. */
  readonly crc32: number;
}

/** Data that was proved, and of which so much was given. */
export interface PartlyGiven {
  readonly is: 'giving';
  /** Plain bytes that were proved: all that there are. */
  readonly proved: number;
  readonly proof: Proof;
  /** Of all bytes as they lie in the archive. */
  readonly packedCrc32: number;
  /** Bytes, as they lie there. */
  readonly given: number;
  /** Of these. */
  readonly givenCrc32: number;
}

/** How far a visit has come with such data. */
export type TakenSoFar = PartlyProved | PartlyGiven;

/** Called with the plain size of every piece proved; proving goes on when it resolves. Null where nothing can be kept of that. */
export type OnProved = (size: number, soFar: TakenSoFar | null) => Promise<void>;

export interface TakeOverOptions extends DecodeOptions {
  /** Where it is read the second time: the same bytes. */
  readonly again: ByteSource;
  /** Where an earlier visit has left off; null to begin. */
  readonly from: TakenSoFar | null;
  readonly onProved: OnProved;
}

export interface LongProven extends Proof {
  /** In order, to be read once. Whoever reads them owns them. They throw DamagedEntry where they are not what was proved. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** How far they were given, when the next is asked for. */
  readonly soFar: () => PartlyGiven;
}

/** Data that lies in the archive as others can take it over. */
export type TakeableData = Extract<EntryData, { readonly in: 'stored' | 'deflate' }>;

/**
 * @throws DamagedEntry where the data is not what the archive states
 * @throws ExtractError where a part cannot be read
 */
export async function takeOverLong(
  entry: Entry,
  data: TakeableData,
  source: ByteSource,
  options: TakeOverOptions,
): Promise<LongProven> {
  const left = options.from?.is === 'giving' ? options.from : null;
  // The output has a part of it already: it is read where nothing can be given up.
  const { offset, length } = await dataSpan(data.span, left === null ? source : options.again);
  const within = { ...entry, data: { ...data, span: { offset, length } } };
  const from = left ?? (await prove(within, source, options));
  if (left !== null) await options.onProved(left.proved, left);
  let soFar = from;
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let sum = from.givenCrc32;
    const rest = { offset: offset + from.given, length: length - from.given };
    for await (const piece of readPieces(rest, options.again, options.signal)) {
      sum = crc32(piece, sum);
      const given = soFar.given + piece.length;
      yield piece;
      soFar = { ...soFar, given, givenCrc32: sum };
    }
    checkCrc(from.packedCrc32, sum);
  }
  return { ...from.proof, pieces: pieces(), soFar: () => soFar };
}

interface Within extends Entry {
  readonly data: TakeableData;
}

/** All of it, and nothing is given yet. */
async function prove(entry: Within, source: ByteSource, options: TakeOverOptions): Promise<PartlyGiven> {
  const { data, size } = entry;
  const { length } = data.span;
  const sums =
    data.in === 'stored' ? await proveStored(entry, source, options) : await proveDeflated(entry, source, options);
  const proof = { crc32: sums.plain, packing: { method: data.in, size: length } };
  return { is: 'giving', proved: size, proof, packedCrc32: sums.packed, given: 0, givenCrc32: 0 };
}

interface Sums {
  readonly plain: number;
  readonly packed: number;
}

async function proveStored(
  { data, size }: Within,
  source: ByteSource,
  { from, signal, onProved }: TakeOverOptions,
): Promise<Sums> {
  const { offset, length } = data.span;
  if (length !== size) throw lengthDamage(size, length);
  let soFar: PartlyProved = { is: 'proving', proved: 0, crc32: 0 };
  if (from?.is === 'proving' && from.proved <= size) {
    soFar = from;
    await onProved(from.proved, from);
  }
  const rest = { offset: offset + soFar.proved, length: length - soFar.proved };
  for await (const piece of readPieces(rest, source, signal)) {
    soFar = { is: 'proving', proved: soFar.proved + piece.length, crc32: crc32(piece, soFar.crc32) };
    await onProved(piece.length, soFar);
  }
  const sum = soFar.crc32;
  checkCrc(data.crc32, sum);
  return { plain: sum, packed: sum };
}

async function proveDeflated(entry: Within, source: ByteSource, options: TakeOverOptions): Promise<Sums> {
  const summed = new SummedSource(source);
  const plain = await passOver(entry, summed, options);
  return { plain, packed: summed.crc32 };
}

/** Decodes everything and keeps nothing. @returns the checksum of the plain bytes */
export async function passOver(
  entry: Entry,
  source: ByteSource,
  options: DecodeOptions & { readonly onProved: OnProved },
): Promise<number> {
  const known = 'crc32' in entry.data ? entry.data.crc32 : undefined;
  let sum = 0;
  for await (const piece of decodeEntry(entry, source, options)) {
    if (known === undefined) sum = crc32(piece, sum);
    const { length } = piece;
    options.pool.give(piece);
    await options.onProved(length, null);
  }
  return known ?? sum;
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
