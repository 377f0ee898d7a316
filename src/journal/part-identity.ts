// How the parts of a backup are known again when they are picked once more: by size, first and last bytes. Reading all of
// them would take as long as extracting.
import { crc32 } from '../bytes/crc32.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { PartIdentity } from './saved-run.ts';

/** Bytes at either end. */
const sampleSize = 64 * 1024;

/** Of the parts that hold anything: what is missing or empty has nothing to be known by. @throws ExtractError `part-unreadable` */
export async function identify(source: JoinedSource): Promise<readonly PartIdentity[]> {
  const identities: PartIdentity[] = [];
  for (const { name, offset, size } of source.parts.filter((part) => part.size > 0)) {
    const length = Math.min(sampleSize, size);
    const firstCrc32 = crc32(await source.read(offset, length));
    const lastCrc32 = crc32(await source.read(offset + size - length, length));
    identities.push({ name, size, firstCrc32, lastCrc32 });
  }
  return identities;
}

/** Names do not count: a file that was downloaded again may have another, and order comes from the archive. */
export function areSameParts(a: readonly PartIdentity[], b: readonly PartIdentity[]): boolean {
  return a.length === b.length && a.every((part, index) => isSamePart(part, b[index]));
}

/** The name does not count. */
export function isSamePart(a: PartIdentity, b: PartIdentity | undefined): boolean {
  return b !== undefined && a.size === b.size && a.firstCrc32 === b.firstCrc32 && a.lastCrc32 === b.lastCrc32;
}
