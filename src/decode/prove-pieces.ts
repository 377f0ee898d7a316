// Proves long data: that it is what the archive states, and what it comes to, in its plain form and in that in which it goes over.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { decodeEntry, lengthDamage, type DecodeOptions } from './decode-entry.ts';
import type { OnProved, PartlyProved, ProvenSums, TransferOptions } from './transfer.ts';

/** What is proved at once, and what is to be given for it. */
export interface Piece {
  /** The reader's until it asks for the next one. */
  readonly plain: Uint8Array;
  /** The reader's. Null where these are the plain bytes themselves, which are the reader's too then. */
  readonly packed: Uint8Array | null;
  /** See `GivenPiece`. */
  readonly read: number | null;
}

const nothingProved: PartlyProved = { is: 'proving', read: 0, proved: 0, crc32: 0, packed: { size: 0, crc32: 0 } };

/** @param from what was proved before */
export type PiecesFrom = (from: PartlyProved) => AsyncIterable<Piece>;

/** @throws DamagedEntry where they do not come to `size` plain bytes */
export async function provePieces(
  size: number,
  piecesFrom: PiecesFrom,
  { from, pool, onProved }: TransferOptions,
): Promise<ProvenSums> {
  let soFar = from?.is === 'proving' && from.proved <= size ? from : nothingProved;
  if (soFar === from) await onProved(from.proved, from);
  let { proved, crc32: sum, packed } = soFar;
  for await (const piece of piecesFrom(soFar)) {
    const { plain, read } = piece;
    const { length } = plain;
    proved += length;
    if (proved > size) throw lengthDamage(size, proved);
    sum = crc32(plain, sum);
    if (piece.packed === null) {
      packed = { size: proved, crc32: sum };
      pool.give(plain);
    } else packed = { size: packed.size + piece.packed.length, crc32: crc32(piece.packed, packed.crc32) };
    if (read !== null) soFar = { is: 'proving', read, proved, crc32: sum, packed };
    await onProved(length, soFar);
  }
  if (proved !== size) throw lengthDamage(size, proved);
  return { crc32: sum, packed };
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
