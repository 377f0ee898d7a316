// The index of a ZIP archive that may be damaged or not all there: by its directory where there is one, which names what is
// lost too; where that is damaged or does not tell the truth, by whatever local headers can be found and believed.
import type { JoinedSource } from '../../parts/joined-source.ts';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import type { Issue } from '../../problems/issue.ts';
import { isDamage } from '../../problems/past-damage.ts';
import type { ArchiveIndex, Entry } from '../entry.ts';
import type { ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { walkPastDamage } from '../salvage/walk.ts';
import { ZipHeaders } from './headers.ts';
import { findMisplaced, mergeFound } from './merge-found.ts';
import { readZip, type ZipContent } from './read-index.ts';

interface SalvageZip {
  readonly salvage: Salvage;
  readonly progress: ReadProgress;
}

export async function salvageZip(source: JoinedSource, options: SalvageZip): Promise<ZipContent> {
  const content = await readByDirectory(source, options);
  if (content === null) return { index: await withoutDirectory(source, options), sealed: [] };
  const { index, sealed } = content;
  const misplaced = await findMisplaced(source, index.entries);
  const isWhole = index.checks.includes('entry-count');
  if (isWhole && misplaced.size === 0)
    return { index: { ...index, issues: [...leftOut(source), ...index.issues] }, sealed };

  const found = await walk(source, options);
  const entries = mergeFound({ entries: index.entries, misplaced, isWhole }, found.entries);
  const stillSealed = sealed.filter(({ index: at }) => entries[at]?.data.in === 'unsupported');
  return { index: { ...index, entries, issues: [...found.issues, ...index.issues] }, sealed: stillSealed };
}

/** Null where that cannot be. */
async function readByDirectory(source: JoinedSource, { progress }: SalvageZip): Promise<ZipContent | null> {
  try {
    const { index, sealed } = await readZip(source, { progress, salvages: true });
    return { index: { ...index, entries: index.entries.map(trustChecksum) }, sealed };
  } catch (error) {
    if (isDamage(error) || error instanceof DamagedEntry) return null;
    throw error;
  }
}

/** A file that its checksum proves is whole, whatever else its two headers do not agree on. */
function trustChecksum(entry: Entry): Entry {
  const { data, size } = entry;
  const isProved = (data.in === 'stored' || data.in === 'deflate') && size > 0 && data.crc32 !== undefined;
  if (!isProved || data.span.localHeader === undefined) return entry;
  return {
    ...entry,
    data: { ...data, span: { ...data.span, localHeader: { ...data.span.localHeader, stated: null } } },
  };
}

/** Local headers know neither modes nor links, and how many there should be is not known. */
async function withoutDirectory(source: JoinedSource, options: SalvageZip): Promise<ArchiveIndex> {
  const { entries, issues } = await walk(source, options);
  const unsummed = entries.filter(lacksChecksum).length;
  const noSums: readonly Issue[] = unsummed > 0 ? [{ kind: 'no-checksum', count: unsummed }] : [];
  return {
    format: 'zip',
    version: '',
    isEncrypted: false,
    entries,
    issues: [{ kind: 'no-directory' }, ...issues, ...noSums],
    checks: [],
  };
}

function walk(source: JoinedSource, options: SalvageZip) {
  return walkPastDamage(source, { ...options, headers: new ZipHeaders(source), start: 0 });
}

function lacksChecksum({ data, size }: Entry): boolean {
  return size > 0 && (data.in === 'stored' || data.in === 'deflate') && data.crc32 === undefined;
}

function leftOut(source: JoinedSource): readonly Issue[] {
  const parts = source.parts.filter(({ isMissing }) => isMissing).map(({ name }) => name);
  return parts.length > 0 ? [{ kind: 'parts-left-out', parts }] : [];
}
