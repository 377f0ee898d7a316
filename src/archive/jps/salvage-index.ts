// The index of a JPS archive that is damaged or not all there: whatever headers can be found and opened.
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Issue } from '../../problems/issue.ts';
import { checkTotals } from '../check-totals.ts';
import type { ArchiveIndex, Entry, IndexCheck } from '../entry.ts';
import type { ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { walkPastDamage } from '../salvage/walk.ts';
import { JpsHeaders } from './headers.ts';
import { endLength, readEndMark } from './header.ts';
import type { Opener } from './opener.ts';

export interface SalvageJps {
  /** Where the first entity must lie. */
  readonly start: number;
  readonly version: string;
  readonly opener: Opener;
  readonly salvage: Salvage;
  readonly progress: ReadProgress;
}

export async function salvageJps(source: JoinedSource, options: SalvageJps): Promise<ArchiveIndex> {
  const headers = new JpsHeaders(source, options.opener);
  const { entries, issues, end } = await walkPastDamage(source, { ...options, headers });
  const marked = end === null ? missingMark : await compareWithMark(source, end, entries);
  return {
    format: 'jps',
    version: options.version,
    isEncrypted: true,
    entries,
    issues: [...issues, ...marked.issues],
    checks: marked.checks,
  };
}

interface Compared {
  readonly issues: readonly Issue[];
  readonly checks: readonly IndexCheck[];
}

const missingMark: Compared = { issues: [{ kind: 'end-mark-missing', missing: null }], checks: [] };

async function compareWithMark(source: JoinedSource, end: number, entries: readonly Entry[]): Promise<Compared> {
  const mark = readEndMark(await source.read(end, endLength));
  const found = { size: entries.reduce((sum, { size }) => sum + size, 0), packedSize: 0 };
  const { issues, checks } = checkTotals({ ...mark, packedSize: null, isWide: false }, found, entries.length);
  return { issues, checks: ['end-mark', ...checks] };
}
