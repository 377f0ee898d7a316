// Was this archive, or one of its parts, transferred in text mode? Told from a bounded sample of its bytes; where that holds
// too few that must be random, by headers that fit once the change is undone.
import type { Detected } from '../archive/detect-format.ts';
import type { Format } from '../archive/entry.ts';
import { follow } from '../archive/open-archive.ts';
import { MemorySource } from '../bytes/byte-source.ts';
import { joinSources, type JoinedPart, type JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { countLineBreaks, lineBreakChange, noLineBreaks, type LineBreakChange } from './line-breaks.ts';

/** So many pieces, spread over a part. */
const pieceCount = 4;
const pieceLength = 1024 * 1024;
const mostParts = 16;
/** How much of an archive is undone, to see whether its headers fit then. Bytes. */
const undoneLength = 4 * 1024 * 1024;

/** The error that says so, or null. */
export async function findTextMode(source: JoinedSource, detected: Detected): Promise<ExtractError | null> {
  const all = noLineBreaks();
  for (const part of source.parts.slice(0, mostParts)) {
    const counts = noLineBreaks();
    for await (const bytes of sample(source, part)) {
      countLineBreaks(counts, bytes);
      countLineBreaks(all, bytes);
    }
    const change = lineBreakChange(counts);
    if (change !== null) return textMode(part.name, change);
  }
  const first = source.parts[0]?.name ?? '';
  const change = lineBreakChange(all);
  if (change !== null) return textMode(first, change);
  return (await fitsUndone(source, detected)) ? textMode(first, 'added') : null;
}

function textMode(part: string, text: LineBreakChange): ExtractError {
  return new ExtractError('text-mode', { part, text });
}

async function* sample(source: JoinedSource, { offset, size }: JoinedPart): AsyncGenerator<Uint8Array, void> {
  if (size <= pieceCount * pieceLength) {
    yield await source.read(offset, size);
    return;
  }
  const stride = Math.floor((size - pieceLength) / (pieceCount - 1));
  for (let piece = 0; piece < pieceCount; piece += 1) yield await source.read(offset + piece * stride, pieceLength);
}

/** Every LF has a CR before it, and without those the headers lead further than with them. */
async function fitsUndone(source: JoinedSource, detected: Detected): Promise<boolean> {
  if (!('start' in detected)) return false;
  // A part that is missing may lie behind.
  const end = Math.min(detected.start + undoneLength, source.endOfStretch(detected.start));
  const bytes = await source.read(detected.start, end - detected.start);
  const undone = withoutReturns(bytes);
  return undone !== null && (await countLinks(undone, detected.is)) > (await countLinks(bytes, detected.is));
}

/** Null where nothing was put in: an LF stands without a CR, or there is none. */
function withoutReturns(bytes: Uint8Array): Uint8Array | null {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte === 0x0a) {
      if (kept[length - 1] !== 0x0d) return null;
      length -= 1;
    }
    kept[length] = byte;
    length += 1;
  }
  return length === bytes.length ? null : kept.subarray(0, length);
}

async function countLinks(bytes: Uint8Array, is: Format): Promise<number> {
  const source = joinSources([{ name: '', source: new MemorySource(bytes) }]);
  let count = 0;
  for await (const { end } of follow(source, { is, start: 0 }) ?? []) if (end <= bytes.length) count += 1;
  return count;
}
