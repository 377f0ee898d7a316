// Which site a backup is of, told while its index is still being read: the files that say so are among its first entries.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { writtenPath } from '../plan/written-path.ts';
import { extraInfoPaths, readIdentity, readmePath, type SiteIdentity } from '../site/card.ts';
import { EntryReader } from './entry-reader.ts';

const telling: ReadonlySet<string> = new Set([readmePath, ...extraInfoPaths]);

/**
 * Watches the entries go by as the index is read. As soon as the files are known that say which site it is, they are read,
 * while the walk goes on. Once something else comes by (a dump, a file of the site), those that are there must do; what comes
 * after all is told then. Should reading fail, nothing is told, and nobody waits for it.
 */
export function earlyIdentity(
  source: ByteSource,
  signal: AbortSignal,
  onKnown: (identity: SiteIdentity) => void,
): (entry: Entry) => void {
  /** Of two with one path the first counts, as in the card. */
  const seen = new Map<string, Entry>();
  let told = 0;
  // Without it nothing could be said but that the site is not known, and that may be too early.
  const hasSite = (): boolean => extraInfoPaths.some((path) => seen.has(path));
  const tell = (): void => {
    told = seen.size;
    const of = told;
    const reader = new EntryReader(source);
    void readIdentity(new Map(seen), (found, most) => reader.start(found, most, signal)).then((identity) => {
      if (!signal.aborted && of === told && saysAnything(identity)) onKnown(identity);
    });
  };
  return (entry) => {
    // Its format may not be known yet: a ZIP that was written with `\` is told of when its index is.
    const path = entry.kind === 'file' ? writtenPath(entry.path, 'jpa') : null;
    if (path === null) return;
    if (telling.has(path) && !seen.has(path)) seen.set(path, entry);
    if (seen.size > told && hasSite() && (seen.has(readmePath) || isBeyond(path))) tell();
  };
}

/** Those that tell come before this one. */
function isBeyond(path: string): boolean {
  return !path.startsWith('installation/') || path.startsWith('installation/sql/');
}

function saysAnything({ host, backupMs, description, comment }: SiteIdentity): boolean {
  return host !== null || backupMs !== null || description !== null || comment !== null;
}
