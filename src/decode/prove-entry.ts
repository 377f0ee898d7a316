// An entry whose data has passed every check before its first byte is given: what an archive in the making needs, as it
// cannot take back what it has written. A short entry is held in memory meanwhile; a long one is read twice, once to prove
// it and once to give it, and must be the same again.
import type { Entry } from '../archive/entry.ts';
import { MemorySource, type ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { JoinedTransfer } from './chunk-transfers.ts';
import { dataSpan } from './data-offset.ts';
import { readOnlyChunk, type Chunks } from './decode-chunks.ts';
import { checkCrc, decodeEntry } from './decode-entry.ts';
import { deflateStream } from './deflate-stream.ts';
import { inflateWhole, wholeLimit } from './inflate-whole.ts';
import { takenSpan, type Packing, type TakeableData } from './packing.ts';
import { passOver } from './prove-pieces.ts';
import type { ShortFile } from './short-file.ts';
import { takeOverLong, type LongProven, type TakeOverOptions } from './take-over.ts';
import type { Transfer } from './transfer.ts';
import { transferOf } from './transfers.ts';

export interface ProveOptions extends TakeOverOptions {
  /** Packed: as the archive has them where another can take them over, and deflated where not. */
  readonly wants: 'plain' | 'packed';
}

export interface Proven extends Omit<LongProven, 'soFar'> {
  /** Null for what is given from its start only. */
  readonly soFar: LongProven['soFar'] | null;
}

/** @param sum of the plain bytes of this data, which was found to be exactly what it ought to be */
export function proven({ method, packed }: Pick<ShortFile, 'method' | 'packed'>, sum: number): Proven {
  return fromStart(sum, { method, size: packed.length }, given([packed]));
}

/**
 * @throws DamagedEntry where the data is not what the archive states: then nothing of it was given.
 * @throws ExtractError where a part cannot be read; so may `pieces`, which throw DamagedEntry only where a part has changed.
 */
export async function proveEntry(entry: Entry, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const { from, wants, again } = options;
  const isShort = isHeld(entry, wants);
  // The output has a part of it already: it is read where nothing can be given up.
  const transfer = isShort ? null : await transferOf(entry, wants, from?.is === 'giving' ? again : source);
  if (from?.is === 'giving') expectSame(transfer, from.proof.packing);
  if (transfer !== null) return takeOverLong(entry.size, transfer, source, options);
  return isShort ? proveHeld(entry, source, options) : packLong(entry, source, options);
}

/** Is it short enough to be held in memory? */
function isHeld({ data, size }: Entry, wants: ProveOptions['wants']): boolean {
  const span = wants === 'packed' ? takenSpan(data) : null;
  return (span?.length ?? size) <= wholeLimit;
}

async function proveHeld(entry: Entry, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const { data, size } = entry;
  if (options.wants === 'plain') return holdShort(entry, source, options);
  if (data.in === 'stored' || data.in === 'deflate') return takeOverShort(entry, data, source, options);
  if (data.in !== 'chunks') return packShort(entry, source, options);
  if (!data.deflated) return holdShort(entry, source, options);
  const open = size > 0 && size <= wholeLimit ? await readOnlyChunk(data, source) : null;
  if (open === null) return joinShort(data, size, source, options);
  const onlyChunk = await open();
  const plain = await inflateWhole(onlyChunk, size, options.pool);
  const sum = crc32(plain);
  options.pool.give(plain);
  await options.onProved(size, null);
  return proven({ method: 'deflate', packed: onlyChunk }, sum);
}

function fromStart(crc32: number, packing: Packing, pieces: AsyncIterable<Uint8Array>): Proven {
  return { crc32, packing, pieces, soFar: null };
}

/** @throws DamagedEntry where it cannot be what an earlier visit has given in part */
function expectSame(transfer: Transfer | null, { method, size }: Packing): void {
  if (transfer?.method !== method || size === null || (transfer.size ?? size) !== size)
    throw new DamagedEntry({ what: 'header-differs' });
}

/** Data that is taken over as it lies in the archive. */
async function takeOverShort(
  entry: Entry,
  data: TakeableData,
  source: ByteSource,
  options: ProveOptions,
): Promise<Proven> {
  const { offset, length } = await dataSpan(data.span, source);
  // Of an empty file some writers keep not even an empty stream, and no reader of ZIP takes that for deflated.
  const packing: Packing = { method: length === 0 ? 'stored' : data.in, size: length };
  const packed = await source.read(offset, length);
  const held = { ...entry, data: { ...data, span: { offset: 0, length } } };
  const sum = await passOver(held, new MemorySource(packed), options);
  return fromStart(sum, packing, given([packed]));
}

async function holdShort(entry: Entry, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const { crc32: sum, pieces } = await gather(entry, source, options);
  return fromStart(sum, { method: 'stored', size: entry.size }, given(pieces));
}

async function joinShort(data: Chunks, size: number, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const joined: Uint8Array[] = [];
  // What is held in memory is not gone on with by anybody.
  const onProved = (length: number): Promise<void> => options.onProved(length, null);
  const proving = { ...options, from: null, onProved };
  const { crc32: sum, packed } = await new JoinedTransfer(data, size).proveHeld(source, proving, (bytes) => {
    joined.push(bytes);
  });
  return fromStart(sum, { method: 'deflate', size: packed.size }, given(joined));
}

/** What is read a second time must be what was proved. @throws DamagedEntry at the end of what is not */
async function* sameAgain(
  pieces: AsyncIterable<Uint8Array>,
  expected: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let found = 0;
  for await (const piece of pieces) {
    found = crc32(piece, found);
    yield piece;
  }
  checkCrc(expected, found);
}

async function gather(
  entry: Entry,
  source: ByteSource,
  options: ProveOptions,
): Promise<{ readonly crc32: number; readonly pieces: readonly Uint8Array[] }> {
  const pieces: Uint8Array[] = [];
  let sum = 0;
  for await (const piece of decodeEntry(entry, source, options)) {
    pieces.push(piece);
    sum = crc32(piece, sum);
  }
  await options.onProved(entry.size, null);
  return { crc32: sum, pieces };
}

async function packShort(entry: Entry, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const { crc32: sum, pieces } = await gather(entry, source, options);
  const packed: Uint8Array[] = [];
  for await (const piece of deflateStream(given(pieces))) packed.push(piece);
  const size = packed.reduce((total, { length }) => total + length, 0);
  if (size >= entry.size) return fromStart(sum, { method: 'stored', size: entry.size }, given(pieces));
  for (const piece of pieces) options.pool.give(piece);
  return fromStart(sum, { method: 'deflate', size }, given(packed));
}

async function packLong(entry: Entry, source: ByteSource, options: ProveOptions): Promise<Proven> {
  const sum = await passOver(entry, source, options);
  const pieces = deflateStream(sameAgain(decodeEntry(entry, options.again, options), sum));
  return fromStart(sum, { method: 'deflate', size: null }, pieces);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is in memory, in the form of what is not
async function* given(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* pieces;
}
