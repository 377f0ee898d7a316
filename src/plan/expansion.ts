// Does an archive unpack to so much that the user should be asked first? A deflate stream can be a thousandth of what it gives,
// and an archive of some megabytes can be made to fill any disk, with every size in it true.
import type { Entry } from '../archive/entry.ts';
import type { Issue } from '../problems/issue.ts';

/** No site is larger. Bytes. */
const most = 100e9;
/** Text shrinks to a tenth, logs to a fiftieth. */
const highestRatio = 200;
/** What unpacks to less does no harm, however it is packed. Bytes. */
const worthAsking = 100e6;

/** @param size of all files that are going to be written, in bytes */
export function expansionIssue(entries: readonly Entry[], size: number): Issue | null {
  const packedSize = entries.reduce((sum, entry) => sum + entry.packedSize, 0);
  const isLarge = size > most || (size > worthAsking && size > packedSize * highestRatio);
  return isLarge ? { kind: 'large-expansion', size, packedSize } : null;
}
