// How large a ZIP archive can become, told before it is written: whoever writes it asks whether there is room.
import type { SafePath } from '../../plan/safe-path.ts';
import { longestEnd } from './directory.ts';
import { longestRecords } from './records.ts';
import { longestName, zipName } from './zip-name.ts';

export interface Sized {
  readonly path: SafePath;
  readonly kind: 'file' | 'directory' | 'link';
  /** Bytes of data in the archive: for a link those of its target, for a directory none. */
  readonly packedSize: number;
}

/**
 * Bytes, an upper bound: every field counts as if it were of its 64-bit kind, at most 80 bytes an entry too many, and 76 at the end.
 * @throws Error where a path has no name in a ZIP
 */
export function zipSizeLimit(members: Iterable<Sized>): number {
  const room = new Uint8Array(longestName);
  let size = longestEnd;
  for (const { path, kind, packedSize } of members)
    size += longestRecords + 2 * zipName(path, kind, room).length + packedSize;
  return size;
}
