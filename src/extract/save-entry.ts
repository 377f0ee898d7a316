// One entry into one file, as it is in the backup: whole, or not there.
import type { Entry } from '../archive/entry.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import { BatchedOutput } from '../sink/place/batched-output.ts';
import { MemoryPlace } from '../sink/place/memory-place.ts';
import { openPlace } from '../sink/place/open-place.ts';
import type { Place } from '../sink/place/place.ts';
import type { SaveTarget } from './entry-access-api.ts';
import type { EntryReader } from './entry-reader.ts';
import { writeOutput } from './write-output.ts';

export interface SaveNeeds {
  readonly reader: EntryReader;
  /** Of the backup that is being read: none may be written over. */
  readonly parts: readonly JoinedPart[];
  readonly target: SaveTarget;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesWritten: number) => void;
}

export interface SavedEntry {
  /** Null where it lies where the user wants it. */
  readonly download: Blob | null;
  /** Holds what is to be downloaded, until it is abandoned. */
  readonly place: Place;
}

/** What is made for a download stays in memory up to here. Bytes. */
const mostHeld = 16 * 1024 * 1024;

/**
 * @throws ExtractError `entry-damaged`; `output-given-up` where the browser does not answer in time; what else the place throws;
 *   the reason of a stop
 */
export async function saveEntry(entry: Entry, needs: SaveNeeds): Promise<SavedEntry> {
  const { target, signal } = needs;
  const name = target.handle?.name ?? null;
  const open = (calls: BrowserCalls): Place | Promise<Place> => openOutput(entry.size, needs, calls);
  try {
    return await writeOutput({ name, signal, open }, async (place) => {
      await write(entry, place, needs);
      return { download: await place.close(), place };
    });
  } catch (error) {
    if (error instanceof DamagedEntry)
      throw new ExtractError('entry-damaged', { entry: entry.path, damage: error.damage }, error);
    throw error;
  }
}

async function write(entry: Entry, place: Place, { reader, signal, onProgress }: SaveNeeds): Promise<void> {
  const output = new BatchedOutput(place);
  let written = 0;
  for await (const piece of reader.pieces(entry, signal)) {
    signal.throwIfAborted();
    await output.write(piece);
    written += piece.length;
    reader.recycle(piece);
    onProgress(written);
  }
  signal.throwIfAborted();
  await output.flush();
}

function openOutput(needed: number, { target, parts }: SaveNeeds, calls: BrowserCalls): Place | Promise<Place> {
  const isHeld = target.handle === null && needed <= mostHeld;
  return isHeld ? MemoryPlace.open(needed) : openPlace({ ...target, parts, needed, calls });
}
