// Is this the password of an encrypted ZIP? The headers of single entries answer with one byte or two, so small entries
// are decoded to the end, where a checksum or an authentication code decides.
import type { FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import { openSealed, passesHeader } from './sealed-data.ts';

/** Packed bytes of an entry worth decoding for the sake of the password. */
const smallEntry = 256 * 1024;
/** More than one entry, so that a damaged one does not make the right password look wrong. */
const witnessCount = 3;

/** The bytes that open these records, or null where the password is wrong. */
export async function findPassword(
  records: readonly FileEntry[],
  password: string,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  // The format has no empty password: no tool writes one, and the library takes it for none.
  if (password === '') return null;
  const bySize = records.toSorted((a, b) => a.compressedSize - b.compressedSize);
  for (const bytes of encodings(password)) {
    if (await opens(bySize, bytes, signal)) return bytes;
  }
  return null;
}

/** The format does not say how a password becomes bytes: UTF-8 today, the Western code page in older tools. */
function encodings(password: string): Uint8Array[] {
  const utf8 = new TextEncoder().encode(password);
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const isAscii = codes.every((code) => code < 0x80);
  return isAscii || codes.some((code) => code > 0xff) ? [utf8] : [utf8, Uint8Array.from(codes)];
}

async function opens(bySize: readonly FileEntry[], password: Uint8Array, signal: AbortSignal): Promise<boolean> {
  // An empty file has nothing that could decide.
  const small = bySize.filter((record) => record.compressedSize <= smallEntry && record.uncompressedSize > 0);
  let isWrong = false;
  for (const record of small.slice(0, witnessCount)) {
    const verdict = await decodes(record, password, signal);
    if (verdict === 'whole') return true;
    if (verdict === 'broken') isWrong = true;
  }
  if (isWrong) return false;
  for (const record of bySize.slice(0, witnessCount)) {
    if (!(await acceptsOrCannotTell(record, password, signal))) return false;
  }
  return true;
}

/** `misplaced`: no data of this entry is there to be opened, so it says nothing of the password. */
async function decodes(
  record: FileEntry,
  password: Uint8Array,
  signal: AbortSignal,
): Promise<'whole' | 'broken' | 'misplaced'> {
  try {
    await openSealed(record, password, signal).pipeTo(new WritableStream());
    return 'whole';
  } catch (cause) {
    if (!(cause instanceof DamagedEntry)) throw cause;
    return isMisplaced(cause) ? 'misplaced' : 'broken';
  }
}

async function acceptsOrCannotTell(record: FileEntry, password: Uint8Array, signal: AbortSignal): Promise<boolean> {
  try {
    return await passesHeader(record, password, signal);
  } catch (cause) {
    if (cause instanceof DamagedEntry && isMisplaced(cause)) return true;
    throw cause;
  }
}

function isMisplaced({ damage }: DamagedEntry): boolean {
  return damage.what === 'header-differs' || damage.what === 'beyond-end';
}
