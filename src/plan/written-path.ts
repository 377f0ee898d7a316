// Where an entry would come to lie, as text: what is looked for by its path is found however an archive spells it
// (`./installation/…`, `/installation/…`, `installation\…` in ZIP). To compare only: what is written goes by its components.
import type { ArchiveIndex, Entry, Format } from '../archive/entry.ts';
import { safePath } from './safe-path.ts';

/** As nearly all paths are: made safe, they stay as they are. */
const plain = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** Components with `/` between them; null for what would not be written. */
export function writtenPath(path: string, format: Format): string | null {
  if (plain.test(path)) return path;
  const verdict = safePath(path, format);
  return verdict.is === 'safe' ? verdict.path.join('/') : null;
}

/** The first file that would be written at this path. */
export function fileAt({ entries, format }: Pick<ArchiveIndex, 'entries' | 'format'>, path: string): Entry | undefined {
  return entries.find((entry) => entry.kind === 'file' && writtenPath(entry.path, format) === path);
}
