// Do the parts belong together, in this order? Where data goes over from one part to the next, what comes behind it must lie
// where it says: if it does not here, but does at the same place of another part, the two have changed names.
import type { Detected } from '../archive/detect-format.ts';
import type { Link } from '../archive/chain.ts';
import { follow } from '../archive/open-archive.ts';
import { BufferPool } from '../bytes/buffer-pool.ts';
import { decodeEntry } from '../decode/decode-entry.ts';
import type { JoinedPart, JoinedSource } from '../parts/joined-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';

/** More of one file is not decoded to find that out. Bytes. */
const longestProof = 256 * 1024 * 1024;

export interface MixedParts {
  /** Names the part that does not continue the one before it. */
  readonly error: ExtractError;
  /** Another part would. Else the two may not belong together, or one of them is damaged where they meet. */
  readonly isCertain: boolean;
}

export async function findMixedParts(source: JoinedSource, detected: Detected): Promise<MixedParts | null> {
  if (source.parts.length < 2) return null;
  let last: Link | null = null;
  for await (const link of follow(source, detected) ?? []) last = link;
  const part = last === null ? undefined : source.parts.findLast(({ offset }) => offset < last.end);
  if (last === null || part === undefined || part.offset <= last.start || last.end > source.size) return null;
  if (await last.endsAt(last.end)) return null;

  const fitting = await findFitting(source, part, last);
  if (fitting === null && last.entry !== null && !(await isDamaged(source, last))) return null;
  const text = fitting === null ? {} : { text: fitting.name };
  return { error: new ExtractError('parts-mixed-up', { part: part.name, ...text }), isCertain: fitting !== null };
}

/** Another part that could stand in the place of `part`. */
async function findFitting(source: JoinedSource, part: JoinedPart, { end, endsAt }: Link): Promise<JoinedPart | null> {
  for (const other of source.parts.slice(1)) {
    const offset = other.offset + (end - part.offset);
    if (other !== part && offset < other.offset + other.size && (await endsAt(offset))) return other;
  }
  return null;
}

/** Only data that is deflated can tell: it ends at its last byte, or is not what it was. */
async function isDamaged(source: JoinedSource, { entry }: Link): Promise<boolean> {
  if (entry?.data.in !== 'deflate' || entry.packedSize > longestProof) return false;
  const pool = new BufferPool();
  try {
    const { signal } = new AbortController();
    for await (const piece of decodeEntry(entry, source, { signal, pool })) pool.give(piece);
    return false;
  } catch (error) {
    if (error instanceof DamagedEntry) return true;
    throw error;
  }
}
