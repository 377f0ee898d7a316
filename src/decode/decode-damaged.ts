// What can be read of an entry whose data is damaged: its bytes from the start, up to the first that cannot be had. For a user
// who would rather have half a file than none; it is never passed off as the file.
import type { Entry, EntryData, Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { isErrorOf } from '../problems/extract-error.ts';
import { dataOffset } from './data-offset.ts';
import { decodeDamagedChunks } from './decode-damaged-chunks.ts';
import { readStream, type DecodeOptions } from './decode-entry.ts';
import { inflateUntilBroken } from './inflate-until-broken.ts';
import { piecesByPart } from './pieces-by-part.ts';

/**
 * No more bytes than the entry states. The same again at every call, as long as the parts are the same.
 * @throws what is neither damage nor a part that cannot be read: both end what there is
 */
export async function* decodeDamaged(
  entry: Entry,
  source: ByteSource,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = entry.size;
  try {
    for await (const piece of readable(entry.data, source, options)) {
      const wanted = piece.subarray(0, left);
      left -= wanted.length;
      if (wanted.length > 0) yield wanted;
      if (left === 0) return;
    }
  } catch (error) {
    const isEnd = error instanceof DamagedEntry || isErrorOf(error, 'part-unreadable');
    if (!isEnd) throw error;
  }
}

async function* readable(
  data: EntryData,
  source: ByteSource,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array, void> {
  switch (data.in) {
    case 'nothing':
    case 'unsupported':
      return;
    case 'stored':
      yield* piecesByPart(await clipped(data.span, source), source, options.signal);
      return;
    case 'deflate':
      yield* inflateUntilBroken(piecesByPart(await clipped(data.span, source), source, options.signal));
      return;
    case 'chunks':
      yield* decodeDamagedChunks({ ...data, span: await clipped(data.span, source) }, source, options.signal);
      return;
    case 'foreign':
      yield* readStream(data.open(options.signal));
      return;
    case 'damaged':
      if (data.rest !== null) yield* readable(data.rest, source, options);
      return;
    default:
      data satisfies never;
  }
}

/** As much of the data as is there in one stretch. */
async function clipped(span: Span, source: ByteSource): Promise<Span> {
  const offset = await dataOffset(span, source);
  const end = Math.min(source.size, source.endOfStretch?.(offset) ?? source.size);
  return { offset, length: Math.max(0, Math.min(span.length, end - offset)) };
}
