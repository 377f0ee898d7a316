// Copies of a journal that lies in a folder, beside it, for the day the power goes. A browser puts a file in the place of another
// as a whole, so neither a tab that dies nor a full disk tears one. But it does not wait until the disk has the bytes
// (Chromium mounts picked folders without FlushPolicy::FLUSH_ON_COMPLETION), and a disk may take half a minute: of a power cut,
// what was written last comes out empty, cut short or full of zeros, whether it was replaced as a whole or not. The journal is
// written every second; two states of it, one behind the other, would be torn together. So two copies take turns by the
// minute: whenever the power goes, one of them has been on the disk for long.
import { exceptionName } from '../sink/write-error.ts';
import { parseJournalText } from './journal-text.ts';
import { copyNames } from './run-marker.ts';
import { isFileRun, type SavedFolderRun } from './saved-run.ts';

/** Milliseconds after which a disk has what it was given. */
const settledMs = 60_000;
/** The journal itself went on no longer than this behind the older copy: two turns, and a store that is slow. */
const mostBehindMs = 5 * 60_000;

export class JournalCopies {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #id: string;
  /** Which one is written next; null as long as nobody has looked for those of an earlier visit. */
  #next: string | null = null;
  /** On the clock of performance.now(). */
  #keptMs = -Infinity;

  constructor(folder: FileSystemDirectoryHandle, id: string) {
    this.#folder = folder;
    this.#id = id;
  }

  /** Makes a copy, if it is time. A run is on record without one: where it cannot be written, it is tried again at the next call. */
  async keep(text: string): Promise<void> {
    try {
      const name = (this.#next ??= await this.#first());
      if (performance.now() - this.#keptMs < settledMs) return;
      const file = await this.#folder.getFileHandle(name, { create: true });
      const stream = await file.createWritable();
      await stream.write(text);
      await stream.close();
      this.#keptMs = performance.now();
      this.#next = this.#other(name);
    } catch {
      // It stays as it was, and the journal holds.
    }
  }

  /**
   * The run as the later of the whole copies has it, once the journal is torn. What was done since is not known, so any step
   * may have left something, until the journal was torn.
   * @param tornMs when the journal was written last, since 1970
   */
  async latest(tornMs: number): Promise<SavedFolderRun | null> {
    const [run = null] = (await this.#whole()).map((found) => found.run);
    if (run === null) return null;
    const { savedMs } = run.progress;
    const lastMs = Math.min(Math.max(savedMs, tornMs), savedMs + mostBehindMs);
    return { ...run, progress: { ...run.progress, begunUntil: run.start.print.stepCount, savedMs: lastMs } };
  }

  /** A copy of an earlier visit is the only state on the disk, until this visit's journal has been there for a minute. */
  async #first(): Promise<string> {
    const [latest] = await this.#whole();
    if (latest === undefined) return copyNames(this.#id)[0];
    this.#keptMs = performance.now();
    return this.#other(latest.name);
  }

  #other(name: string): string {
    const [one, two] = copyNames(this.#id);
    return name === one ? two : one;
  }

  /** The latest first. */
  async #whole(): Promise<readonly { readonly name: string; readonly run: SavedFolderRun }[]> {
    const found: { name: string; run: SavedFolderRun }[] = [];
    for (const name of copyNames(this.#id)) {
      const run = await this.#read(name);
      if (run !== null) found.push({ name, run });
    }
    return found.toSorted((a, b) => b.run.progress.savedMs - a.run.progress.savedMs);
  }

  async #read(name: string): Promise<SavedFolderRun | null> {
    try {
      const run = parseJournalText(await (await (await this.#folder.getFileHandle(name)).getFile()).text());
      return run === null || isFileRun(run) || run.start.id !== this.#id ? null : run;
    } catch (error) {
      // One that cannot be read is as good as torn.
      if (exceptionName(error) === 'NotAllowedError') throw error;
      return null;
    }
  }
}
