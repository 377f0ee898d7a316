// How the parts of a backup are known again when they are picked once more: by size, first and last bytes. Reading all of
// them would take as long as extracting.
import { crc32 } from '../bytes/crc32.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { isErrorOf } from '../problems/extract-error.ts';
import type { PartIdentity } from './saved-run.ts';

/** Bytes at either end. */
const sampleSize = 64 * 1024;

/**
 * Of the parts that hold anything: what is missing or empty has nothing to be known by. A sample that cannot be read is
 * none: the run itself will ask about the part, and all that lies elsewhere can be had.
 */
export async function identify(source: JoinedSource): Promise<readonly PartIdentity[]> {
  const identities: PartIdentity[] = [];
  for (const { name, offset, size } of source.parts.filter((part) => part.size > 0)) {
    const length = Math.min(sampleSize, size);
    const firstCrc32 = await sumOf(source, offset, length);
    const lastCrc32 = await sumOf(source, offset + size - length, length);
    identities.push({ name, size, firstCrc32, lastCrc32 });
  }
  return identities;
}

/** Null where it cannot be read. */
async function sumOf(source: JoinedSource, offset: number, length: number): Promise<number | null> {
  try {
    return crc32(await source.read(offset, length));
  } catch (error) {
    if (isErrorOf(error, 'part-unreadable')) return null;
    throw error;
  }
}

/**
 * The parts of one run, then and now: what could not be read, then or now, tells nothing against them. Names do not count: a
 * file that was downloaded again may have another, and order comes from the archive.
 */
export function areSameParts(a: readonly PartIdentity[], b: readonly PartIdentity[]): boolean {
  return a.length === b.length && a.every((part, index) => isAlike(part, b[index]));
}

/** May a file of which this is known stand in for the part? Something of their bytes must be the same; the name does not count. */
export function isSamePart(a: PartIdentity, b: PartIdentity | undefined): boolean {
  if (b === undefined || !isAlike(a, b)) return false;
  return knowBoth(a.firstCrc32, b.firstCrc32) || knowBoth(a.lastCrc32, b.lastCrc32);
}

function isAlike(a: PartIdentity, b: PartIdentity | undefined): boolean {
  if (b?.size !== a.size) return false;
  const differs = (one: number | null, other: number | null): boolean => knowBoth(one, other) && one !== other;
  return !differs(a.firstCrc32, b.firstCrc32) && !differs(a.lastCrc32, b.lastCrc32);
}

function knowBoth(a: number | null, b: number | null): boolean {
  return a !== null && b !== null;
}
