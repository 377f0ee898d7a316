// Which site a backup is of, told while its index is still being read: the files that say so are among its first entries.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { extraInfoPaths, readIdentity, readmePath, type SiteIdentity } from '../site/card.ts';
import { EntryReader } from './entry-reader.ts';

/**
 * Watches the entries go by as the index is read. As soon as the files are known that say which site it is, they are read,
 * while the walk goes on; should that fail, nothing is told, and nobody waits for it.
 */
export function earlyIdentity(
  source: ByteSource,
  signal: AbortSignal,
  onKnown: (identity: SiteIdentity) => void,
): (entry: Entry) => void {
  const seen = new Map<string, Entry>();
  let isRead = false;
  return (entry) => {
    if (isRead || entry.kind !== 'file' || !isTelling(entry.path)) return;
    seen.set(entry.path, entry);
    if (!seen.has(readmePath) || !extraInfoPaths.some((path) => seen.has(path))) return;
    isRead = true;
    const reader = new EntryReader(source);
    void readIdentity(seen, (found, most) => reader.start(found, most, signal)).then((identity) => {
      if (!signal.aborted && identity.unreadable.length === 0) onKnown(identity);
    });
  };
}

function isTelling(path: string): boolean {
  return path === readmePath || extraInfoPaths.some((one) => one === path);
}
