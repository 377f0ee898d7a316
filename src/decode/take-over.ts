// Long data that goes into another archive: read once to prove it, and once to give it, when it must be the same again. How far
// that has come can be kept, and gone on with at a later visit: what was read by then is known by its sum. In which form the data
// goes over is its transfer's to say (transfers.ts).
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { checkCrc } from './decode-entry.ts';
import type { Proof } from './packing.ts';
import type { OnProved, PartlyGiven, ProvenSums, Transfer, TransferOptions } from './transfer.ts';

export interface TakeOverOptions extends TransferOptions {
  /** Where it is read the second time: the same bytes. */
  readonly again: ByteSource;
}

export interface LongProven extends Proof {
  /** In order, to be read once. Whoever reads them owns them. They throw DamagedEntry where they are not what was proved. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** How far they were given, when the next is asked for; undefined where nothing was, or nobody could go on from there. */
  readonly soFar: () => PartlyGiven | undefined;
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
  // With nothing given yet, the file may be begun or not.
  let soFar = from.given > 0 ? from : undefined;
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let { given, givenCrc32 } = from;
    for await (const { bytes, read } of transfer.give(options.again, from, options)) {
      givenCrc32 = crc32(bytes, givenCrc32);
      given += bytes.length;
      yield bytes;
      if (read !== null) soFar = { ...from, read, given, givenCrc32 };
      else if (bytes.length > 0) soFar = undefined;
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
  options: TransferOptions,
): Promise<PartlyGiven> {
  const { crc32: sum, packed } = await proveFrom(transfer, source, options);
  const proof = { crc32: sum, packing: { method: transfer.method, size: packed.size } };
  return { is: 'giving', proved: size, proof, packedCrc32: packed.crc32, read: 0, given: 0, givenCrc32: 0 };
}

/** What was proved at an earlier visit may have been of a backup that is mended by now: before it is called damaged, all is proved. */
async function proveFrom(transfer: Transfer, source: ByteSource, options: TransferOptions): Promise<ProvenSums> {
  if (options.from === null) return transfer.prove(source, options);
  let told = 0;
  // What one try has told the next does not tell again.
  const counted = (): TransferOptions => {
    let proved = 0;
    const onProved: OnProved = (size, soFar) => {
      proved += size;
      const more = Math.max(0, proved - told);
      told += more;
      return options.onProved(more, soFar);
    };
    return { ...options, onProved };
  };
  try {
    return await transfer.prove(source, counted());
  } catch (error) {
    if (!(error instanceof DamagedEntry) || error.damage.what === 'unreadable') throw error;
  }
  return transfer.prove(source, { ...counted(), from: null });
}
