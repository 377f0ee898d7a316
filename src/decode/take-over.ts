// Long data that goes into another archive: read once to prove it, and once to give it, when it must be the same again. How far
// that has come can be kept, and gone on with at a later visit: what was read by then is known by its sum. In which form the data
// goes over is its transfer's to say (transfers.ts).
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { checkCrc, type DecodeOptions } from './decode-entry.ts';
import type { Packing, Proof } from './packing.ts';

/** Bytes that have come one behind the other. */
export interface Summed {
  readonly size: number;
  readonly crc32: number;
}

/** Data of which so much was proved, and nothing is given yet. Data only, as the next. */
export interface PartlyProved {
  readonly is: 'proving';
  /** Bytes of it, as it lies in the backup, that need not be read any more. */
  readonly read: number;
  /** Plain bytes that were proved. */
  readonly proved: number;
  /** Of these. */
  readonly crc32: number;
  /** What is to be given for them. */
  readonly packed: Summed;
}

/** Data that was proved, and of which so much was given. */
export interface PartlyGiven {
  readonly is: 'giving';
  /** Plain bytes that were proved: all that there are. */
  readonly proved: number;
  readonly proof: Proof;
  /** Of all bytes that are to be given. */
  readonly packedCrc32: number;
  /** Bytes of it, as it lies in the backup, that need not be read any more. */
  readonly read: number;
  /** Bytes that were given. */
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

/** Of who reads it the first time. */
export type ProveOptions = Omit<TakeOverOptions, 'again'>;

export interface LongProven extends Proof {
  /** In order, to be read once. Whoever reads them owns them. They throw DamagedEntry where they are not what was proved. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** How far they were given, when the next is asked for; null where nobody could go on from there. */
  readonly soFar: () => PartlyGiven | null;
}

/** What proving has found. */
export interface Sums {
  /** Of the plain bytes. */
  readonly crc32: number;
  /** What is to be given. */
  readonly packed: Summed;
}

/** What is given at once. */
export interface GivenPiece {
  readonly bytes: Uint8Array;
  /** Bytes of the data in the backup that need not be read any more once it is given; null where it can be gone on with only later. */
  readonly read: number | null;
}

/** The form in which the data of one entry goes over. */
export interface Transfer {
  readonly method: Packing['method'];
  /** Can an earlier visit have found that there is so much to give? */
  canGive(size: number): boolean;
  /** Reads all of it, or what `from` leaves. @throws DamagedEntry where it is not what the archive states; ExtractError where a part cannot be read */
  prove(source: ByteSource, options: ProveOptions): Promise<Sums>;
  /** Reads it once more, from where it was given. @throws as `prove` */
  give(source: ByteSource, from: PartlyGiven, options: DecodeOptions): AsyncIterable<GivenPiece>;
}

/**
 * @param size of the plain bytes
 * @throws DamagedEntry where the data is not what the archive states
 * @throws ExtractError where a part cannot be read
 */
export async function takeOverLong(
  size: number,
  transfer: Transfer,
  source: ByteSource,
  options: TakeOverOptions,
): Promise<LongProven> {
  const { from: left, onProved } = options;
  const from = left?.is === 'giving' ? left : await prove(size, transfer, source, options);
  if (from === left) await onProved(left.proved, left);
  let soFar: PartlyGiven | null = from;
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let { given, givenCrc32 } = from;
    for await (const { bytes, read } of transfer.give(options.again, from, options)) {
      givenCrc32 = crc32(bytes, givenCrc32);
      given += bytes.length;
      yield bytes;
      soFar = read === null ? null : { ...from, read, given, givenCrc32 };
    }
    checkCrc(from.packedCrc32, givenCrc32);
  }
  return { ...from.proof, pieces: pieces(), soFar: () => soFar };
}

/** All of it, and nothing is given yet. */
async function prove(
  size: number,
  transfer: Transfer,
  source: ByteSource,
  options: TakeOverOptions,
): Promise<PartlyGiven> {
  const { crc32: sum, packed } = await transfer.prove(source, options);
  const proof = { crc32: sum, packing: { method: transfer.method, size: packed.size } };
  return { is: 'giving', proved: size, proof, packedCrc32: packed.crc32, read: 0, given: 0, givenCrc32: 0 };
}
