// The index of a JPA archive that is damaged or not all there: whatever headers can be found and believed.
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Issue } from '../../problems/issue.ts';
import { isDamage } from '../../problems/past-damage.ts';
import { checkTotals } from '../check-totals.ts';
import type { ArchiveIndex } from '../entry.ts';
import type { ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { walkPastDamage } from '../salvage/walk.ts';
import { JpaHeaders } from './headers.ts';
import { archiveHeaderLength, type ArchiveHeader } from './header.ts';
import { readHeader } from './read-index.ts';

/** @param start where the signature lies; null where there is none, as the first part is missing or damaged there */
export async function salvageJpa(
  source: JoinedSource,
  start: number | null,
  options: { readonly salvage: Salvage; readonly progress: ReadProgress },
): Promise<ArchiveIndex> {
  const header = start === null ? null : await readHeaderIfWhole(source, start);
  const headers = new JpaHeaders(source);
  const first = await firstEntity(headers, source, { start: start ?? 0, header });
  const { entries, issues } = await walkPastDamage(source, { ...options, headers, start: first });

  const before: readonly Issue[] = start !== null && start > 0 ? [{ kind: 'bytes-before', count: start }] : [];
  const found = {
    size: entries.reduce((sum, { size }) => sum + size, 0),
    packedSize: entries.reduce((sum, { packedSize }) => sum + packedSize, 0),
  };
  const totals = header === null ? { issues: [], checks: [] } : checkTotals(header, found, entries.length);
  return {
    format: 'jpa',
    version: header?.version ?? '',
    isEncrypted: false,
    entries,
    issues: [...before, ...issues, ...totals.issues],
    checks: totals.checks,
  };
}

/** Null where it makes no sense. */
async function readHeaderIfWhole(source: JoinedSource, start: number): Promise<ArchiveHeader | null> {
  try {
    return await readHeader(source, start);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Behind the header, unless its length is what is wrong. */
async function firstEntity(
  headers: JpaHeaders,
  source: JoinedSource,
  { start, header }: { readonly start: number; readonly header: ArchiveHeader | null },
): Promise<number> {
  if (header === null) return start;
  const stated = start + header.length;
  const isThere = stated < source.size && (await headers.readAt(stated, source.endOfStretch(stated))) !== null;
  return isThere ? stated : start + archiveHeaderLength;
}
