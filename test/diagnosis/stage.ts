// Archives large enough to tell what happened to them, and their opening as a run opens them.
import type { ArchiveIndex } from '../../src/archive/entry.ts';
import { openOrExplain } from '../../src/extract/open-or-explain.ts';
import type { JoinedSource } from '../../src/parts/joined-source.ts';
import { quiet } from '../archive/open-any.ts';
import { randomBytes } from '../archive/salvage/damage.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';

/** What packs badly: its packed bytes are random, and about as many. */
function noise(path: string, size: number, seed: number): JpaEntry {
  return { path, content: randomBytes(size, seed) };
}

export const someEntries: readonly JpaEntry[] = [
  noise('a.png', 30_000, 1),
  { path: 'b.txt', content: 'content\n'.repeat(50) },
  noise('c.png', 90_000, 2),
  noise('d.png', 60_000, 3),
  { path: 'e.txt', content: 'content\n'.repeat(50) },
];
const password = 'x';

export const archives: readonly (readonly [string, Uint8Array])[] = [
  ['JPA', writeJpa({ entries: someEntries })],
  ['JPS', writeJps({ entries: someEntries, password })],
  [
    'ZIP',
    writeZip({ entries: someEntries.map(({ path, content }) => ({ path: String(path), content: content ?? '' })) }),
  ],
];

export async function openAsRun(archive: JoinedSource | Uint8Array): Promise<ArchiveIndex> {
  const opened = await openOrExplain(archive instanceof Uint8Array ? singlePart(archive) : archive, quiet);
  return opened.state === 'open' ? opened.index : opened.unlock(password, quiet);
}
