// One database, out of its dump and into one file that can be imported. Whole, or not there: what breaks off is removed.
import { ExtractError } from '../problems/extract-error.ts';
import type { DatabaseFacts } from '../site/databases.ts';
import { SqlFile } from '../site/sql/sql-file.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import { BatchedOutput } from '../sink/place/batched-output.ts';
import { GzipPlace } from '../sink/place/gzip-place.ts';
import { openPlace } from '../sink/place/open-place.ts';
import type { Place } from '../sink/place/place.ts';
import type { DatabaseOrder, DatabaseProgress, SavedDatabase } from './database-api.ts';
import { readDump } from './dump-reader.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { writeOutput } from './write-output.ts';

export interface DatabaseJob {
  readonly ready: ReadyBackup;
  readonly database: DatabaseFacts;
  readonly order: DatabaseOrder;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DatabaseProgress) => void;
}

export interface Delivered {
  readonly saved: SavedDatabase;
  /** Holds what is to be downloaded, until it is abandoned. */
  readonly place: Place;
}

/** @throws ExtractError; `output-given-up` where the browser does not answer in time; the reason of a stop */
export async function saveDatabase(job: DatabaseJob): Promise<Delivered> {
  const { order, database, signal } = job;
  const file = new SqlFile(toOptions(job));
  const name = order.handle?.name ?? null;
  const open = (calls: BrowserCalls): Promise<Place> => openOutput(job, calls);
  return writeOutput({ name, signal, open }, async (place) => {
    await pour(file, place, job);
    const download = await place.close();
    const size = download?.size ?? (await place.calls.answer(place.readBack())).size;
    const { longest, ...counts } = file.counts;
    job.onProgress({ bytesDone: database.size, bytesTotal: database.size });
    return { place, saved: { download, size, longestStatement: longest, ...counts } };
  });
}

function toOptions({ ready, database, order }: DatabaseJob): ConstructorParameters<typeof SqlFile>[0] {
  const { technology, marker, missing, mayBeCut, tables } = database;
  const { site, takenAt, prefix, dropsFirst, tables: chosen } = order;
  const from = `${ready.backup.found.name}, ${database.key}`;
  const origin = { site, takenAt, from, missing, mayBeCut, chosenCount: chosen?.length ?? null };
  return { technology, marker, prefix, chosen, tables: tables ?? [], dropsFirst, origin };
}

/** What the settings and comments around a dump come to, and more. Bytes. */
const aroundDump = 64 * 1024;

async function openOutput({ order, database, ready }: DatabaseJob, calls: BrowserCalls): Promise<Place> {
  const { handle, isCompressed, page } = order;
  // Nobody knows how small it gets when it is compressed.
  const needed = isCompressed ? 0 : database.size + aroundDump;
  const place = await openPlace({ handle, page, parts: ready.backup.source.parts, needed, calls });
  return isCompressed ? new GzipPlace(place) : place;
}

async function pour(file: SqlFile, place: Place, { ready, database, signal, onProgress }: DatabaseJob): Promise<void> {
  const output = new BatchedOutput(place);
  await output.write(file.begin());
  await readDump(ready, database, {
    signal,
    onProgress,
    onPiece: (piece) => output.write(file.push(piece)),
    async onPartEnd({ path }, isFollowed) {
      const rest = isFollowed ? file.endOfPart() : file.endOfStretch();
      if (rest === null) throw new ExtractError('database-cut', { entry: path });
      await output.write(rest);
    },
  });
  await output.write(file.end());
  await output.flush();
  signal.throwIfAborted();
}
