// A JPA archive, sound or not.
import type { JoinedSource } from '../../parts/joined-source.ts';
import { isLoss } from '../../problems/issue.ts';
import { isDamage } from '../../problems/past-damage.ts';
import type { ArchiveIndex } from '../entry.ts';
import type { ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { readJpa } from './read-index.ts';
import { salvageJpa } from './salvage-index.ts';

/** @param start where the signature lies; null where the beginning is missing or damaged */
export async function openJpa(
  source: JoinedSource,
  start: number | null,
  { progress, salvage }: { readonly progress: ReadProgress; readonly salvage: Salvage | null },
): Promise<ArchiveIndex> {
  if (salvage === null) return readJpa(source, start ?? 0, progress);
  const isAllHere = source.parts.every(({ isMissing }) => !isMissing);
  if (start !== null && isAllHere) {
    try {
      const index = await readJpa(source, start, progress);
      if (!index.issues.some(isLoss)) return index;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return salvageJpa(source, start, { progress, salvage });
}
