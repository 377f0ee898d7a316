// What is asked of the forms in which long data goes from one archive into another (transfers.ts, chunk-transfers.ts), and what is
// known of data that has gone over in part. Types only.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { DecodeOptions } from './decode-entry.ts';
import type { Packing, Proof } from './packing.ts';

/** Bytes that have come one behind the other. */
export interface Summed {
  readonly size: number;
  readonly crc32: number;
}

/** Data of which so much was proved, and nothing is given yet. Data only, as the next. */
export interface PartlyProved {
  readonly is: 'proving';
  /** Bytes of it, as it lies in the backup, that need not be proved any more. */
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
  /** Bytes of it, as it lies in the backup, that need not be read any more; 0 for what can be read only from its start. */
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

export interface TransferOptions extends DecodeOptions {
  /** Where an earlier visit has left off; null to begin. */
  readonly from: TakenSoFar | null;
  readonly onProved: OnProved;
}

/** What proving has found. */
export interface ProvenSums {
  /** Of the plain bytes. */
  readonly crc32: number;
  /** What is to be given. */
  readonly packed: Summed;
}

/** What is given at once. */
export interface GivenPiece {
  /** Maybe none: so that whoever reads them can be heard meanwhile. */
  readonly bytes: Uint8Array;
  /** Bytes of the data in the backup that need not be read any more once it is given; null where nobody can go on behind it. */
  readonly read: number | null;
}

/** The form in which the data of one entry goes over. */
export interface Transfer {
  readonly method: Packing['method'];
  /** Bytes that it gives; null where that is known only when it was proved. */
  readonly size: number | null;
  /** Reads all of it, or what `from` leaves. @throws DamagedEntry where it is not what the archive states; ExtractError where a part cannot be read */
  prove(source: ByteSource, options: TransferOptions): Promise<ProvenSums>;
  /** Reads it once more, from where it was given. @throws as `prove` */
  give(source: ByteSource, from: PartlyGiven, options: DecodeOptions): AsyncIterable<GivenPiece>;
}
