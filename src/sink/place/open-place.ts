// The best place this browser has for one output file: where the user said, or one that is downloaded from.
import type { JoinedPart } from '../../parts/joined-source.ts';
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import { FilePlace } from './file-place.ts';
import { MemoryPlace } from './memory-place.ts';
import type { Place } from './place.ts';
import { PrivatePlace } from './private-place.ts';

export interface PlaceWanted {
  /** The file that the user chose; null to make one that is downloaded. */
  readonly handle: FileSystemFileHandle | null;
  /** Name of the page, under which it holds a lock while it is open. */
  readonly page: string;
  /** Of the backup that is being read: none may be written over. */
  readonly parts: readonly JoinedPart[];
  /** Bytes, as far as that is known; 0 where the place itself is to say when it takes no more. */
  readonly needed: number;
  /** In which it is opened, and all else is done. */
  readonly calls: BrowserCalls;
  /** Told of what may stay of a file that the user chose, where its opening is given up. What the page makes for itself goes. */
  readonly onLeftBehind?: (issue: Issue) => void;
}

/**
 * @throws ExtractError `output-is-part`, `output-refused`, `output-failed`, `output-given-up`, `no-room`,
 *   `too-large-for-memory`
 */
export async function openPlace({ handle, page, parts, needed, ...wanted }: PlaceWanted): Promise<Place> {
  if (handle !== null) return FilePlace.open(handle, parts, wanted);
  return (await PrivatePlace.open(needed, page, wanted.calls)) ?? MemoryPlace.open(needed);
}
