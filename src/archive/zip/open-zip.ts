// Opens a ZIP archive. Its directory is never encrypted in the archives this program reads, so the whole index is known at
// once; where the data of entries is, the index is handed out when the password is right.
import type { JoinedSource } from '../../parts/joined-source.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import type { ArchiveIndex } from '../entry.ts';
import type { OpenedArchive, ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { wholeSize } from '../whole-size.ts';
import { leastSize } from './least-size.ts';
import { findPassword } from './password.ts';
import { readZip, type SealedEntry, type ZipContent } from './read-index.ts';
import { salvageZip } from './salvage-index.ts';
import { openSealed } from './sealed-data.ts';

/**
 * @param salvage go on past damage with its help; null where the first damage is to end the reading
 * @throws ExtractError as `readZip` does; `unlock` throws `wrong-password`
 */
export async function openZip(
  source: JoinedSource,
  progress: ReadProgress,
  salvage: Salvage | null = null,
): Promise<OpenedArchive> {
  const { index, sealed } =
    salvage === null ? await readWhole(source, progress) : await salvageZip(source, { progress, salvage });
  if (sealed.length === 0) return { state: 'open', index };

  async function unlock(password: string, { signal }: ReadProgress): Promise<ArchiveIndex> {
    const records = sealed.map(({ record }) => record);
    const bytes = await findPassword(records, password, signal);
    if (bytes === null) throw new ExtractError('wrong-password');
    return unsealed(index, sealed, bytes);
  }
  return { state: 'locked', format: 'zip', version: '', slowKey: null, unlock };
}

/** What breaks off is refused with the size that it must have at least. */
async function readWhole(source: JoinedSource, progress: ReadProgress): Promise<ZipContent> {
  try {
    return await readZip(source, { progress, salvages: false });
  } catch (error) {
    if (!(error instanceof ExtractError) || error.code !== 'archive-truncated') throw error;
    const least = await leastSize(source, progress);
    throw new ExtractError(error.code, { ...error.where, ...wholeSize(source, least) }, error);
  }
}

function unsealed(index: ArchiveIndex, sealed: readonly SealedEntry[], password: Uint8Array): ArchiveIndex {
  const entries = index.entries.slice();
  for (const { index: at, record } of sealed) {
    const entry = entries[at];
    if (entry?.data.in !== 'unsupported') continue;
    const open = (signal: AbortSignal): ReadableStream<Uint8Array> => openSealed(record, password, signal);
    entries[at] = { ...entry, data: { in: 'foreign', span: entry.data.span, open } };
  }
  return { ...index, entries };
}
