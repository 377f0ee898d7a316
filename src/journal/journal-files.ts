// The two files in a folder that keep the run which writes into it: its marker, and one beside that. A save replaces the older
// of the two. When the power goes, the file that was written last may be cut short, emptied or filled with zeros; the other
// one is a save behind. So what may be left in the folder has to be in both before it is there.
import { exceptionName } from '../sink/write-error.ts';
import { parseJournalText, toJournalText, type JournalSave } from './journal-text.ts';
import { markerName, secondName } from './run-marker.ts';
import { mostBehindMs } from './save-pace.ts';
import type { FolderProgress, SavedFolderRun } from './saved-run.ts';

interface KeptSave extends JournalSave {
  /** Of the file that it is in. */
  readonly name: string;
}

/** A file that is there, and what was saved in it: null where that is not whole. */
interface Found {
  readonly save: KeptSave | null;
}

export class JournalFiles {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #id: string;
  #latest: KeptSave | null = null;

  constructor(folder: FileSystemDirectoryHandle, id: string) {
    this.#folder = folder;
    this.#id = id;
  }

  /** The run as the latest save has it that is whole; null where there is none, or no marker to vouch for the folder. */
  async read(): Promise<SavedFolderRun | null> {
    const marker = await this.#find(markerName(this.#id));
    if (marker === null) return null;
    const second = await this.#find(secondName(this.#id));
    const latest = later(marker.save, second?.save ?? null);
    this.#latest = latest;
    if (latest === null) return null;
    const isBehind = marker.save === null || second?.save === null;
    return isBehind ? asOfLater(latest.run) : latest.run;
  }

  /**
   * To be called after `read`, and one at a time.
   * @throws what the browser throws; one of the files is whole all the same
   */
  async write(run: SavedFolderRun): Promise<void> {
    const before = this.#latest?.run.progress ?? null;
    await this.#replaceOlder(run);
    if (before === null || !isEnough(before, run.progress)) await this.#replaceOlder(run);
  }

  async #replaceOlder(run: SavedFolderRun): Promise<void> {
    const latest = this.#latest;
    // Not made anew where it is gone: it would vouch for a folder that may be another by now.
    const marker = await this.#folder.getFileHandle(markerName(this.#id));
    const file =
      latest?.name === marker.name ? await this.#folder.getFileHandle(secondName(this.#id), { create: true }) : marker;
    const save: KeptSave = { name: file.name, run, order: (latest?.order ?? 0) + 1 };
    const stream = await file.createWritable();
    await stream.write(toJournalText(save));
    await stream.close();
    this.#latest = save;
  }

  /** Null where it is not there. */
  async #find(name: string): Promise<Found | null> {
    try {
      const file = await (await this.#folder.getFileHandle(name)).getFile();
      const save = parseJournalText(await file.text());
      return { save: save?.run.start.id === this.#id ? { ...save, name } : null };
    } catch (error) {
      if (exceptionName(error) === 'NotFoundError' || exceptionName(error) === 'TypeMismatchError') return null;
      throw error;
    }
  }
}

function later(one: KeptSave | null, other: KeptSave | null): KeptSave | null {
  if (one === null || other === null) return one ?? other;
  return one.order > other.order ? one : other;
}

/** Could a visit go by the older of two saves, were the newer one lost? Else it would take files of the run for the user's. */
function isEnough(older: FolderProgress, newer: FolderProgress): boolean {
  const knowsArchive = newer.archive === null || newer.archive === older.archive;
  // Steps that were done and are to be done again lie unfinished meanwhile.
  const knowsUndone = older.filesDone <= newer.filesDone;
  return older.begunUntil >= newer.begunUntil && knowsArchive && knowsUndone;
}

/** The run went on after this save, until the one that is lost and beyond it: files of that time are its own. */
function asOfLater({ start, progress }: SavedFolderRun): SavedFolderRun {
  return { start, progress: { ...progress, savedMs: progress.savedMs + mostBehindMs } };
}
