// What the buttons of the page do beyond the verbs of the run: pickers, drops, clipboard, saving.
import { downloadMs, holdOutputs, thisPage } from '../extract/worker-client.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { ListKind } from '../extract/lists-api.ts';
import type { HoldAnswer } from '../extract/hold.ts';
import type { UnfinishedRun } from '../extract/worker-api.ts';
import type { OutputFormat } from '../pack/packer.ts';
import type { Issue } from '../problems/issue.ts';
import type { Extraction } from './extraction.svelte.ts';
import { originOf, sqlFormat, sqlStem } from './database-choice.ts';
import { FolderTooBig } from './folder-files.ts';
import { logText } from './log-lines.ts';
import { outputName } from './output-choice.ts';
import { canChooseFile, droppedFiles, pickOutput, pickTarget } from './pick.ts';
import { fileNameOf } from './preview-words.ts';
import { reachableFolder, reachRun } from './reach-run.ts';
import { issueLines, reportLines } from './report.ts';
import { saveBlob } from './save-blob.ts';
import { copyText, saveText } from './save-text.ts';

/** Bytes that take a few seconds to read once more. */
const mostUnasked = 1e9;

export class PageActions {
  readonly #extraction: Extraction;
  readonly #tell: (notice: string | null) => void;

  #isPicking = false;

  /** @param tell shows why a choice could not be used; null clears it. */
  constructor(extraction: Extraction, tell: (notice: string | null) => void) {
    this.#extraction = extraction;
    this.#tell = tell;
  }

  /** Takes files from a picker or a drop, as soon as they are there. */
  async pick(picking: Promise<readonly File[]>): Promise<void> {
    this.#tell(null);
    try {
      const files = await picking;
      await this.#extraction.addFiles(files);
    } catch (error) {
      const notice = pickingNotice(error);
      if (notice === null) this.#extraction.fail(error);
      else this.#tell(notice);
    }
  }

  async drop(transfer: DataTransfer): Promise<void> {
    const picking = droppedFiles(transfer);
    await this.pick(picking);
    if ((await picking.catch(() => null))?.length === 0)
      this.#tell(
        'Nothing in what you dropped can be a part of a backup: their names end in .jpa, .jps, .zip, .j01, .z01 and so on.',
      );
  }

  /** Asks for the folder to extract into. To be called in the click itself. */
  async chooseTarget(): Promise<void> {
    try {
      const folder = await pickTarget();
      if (folder !== null) await this.#extraction.target.extractInto(folder);
    } catch (error) {
      if (error instanceof ExtractError) this.#extraction.target.refuse(error);
      else this.#extraction.fail(error);
    }
  }

  /** Puts everything into one file of this format. To be called in the click itself. */
  async save(format: OutputFormat): Promise<void> {
    const { state } = this.#extraction;
    if (state.name !== 'ready') return;
    const name = outputName(state.backup, format);
    try {
      if (!canChooseFile()) {
        await this.#extraction.target.packInto({ kind: format, name, handle: null, page: thisPage });
        return;
      }
      const handle = await this.#pickOutput(name);
      const isSame = 'backup' in this.#extraction.state && this.#extraction.state.backup === state.backup;
      if (handle !== null && isSame)
        await this.#extraction.target.packInto({ kind: format, name: handle.name, handle, page: thisPage });
    } catch (error) {
      if (error instanceof ExtractError) this.#extraction.target.refuse(error);
      else this.#extraction.fail(error);
    }
  }

  /** Saves the database that the dialog is open on. To be called in the click itself. */
  async saveDatabase(): Promise<void> {
    const { state, databases } = this.#extraction;
    if (state.name !== 'ready' || databases.state.name !== 'choosing') return;
    const { database, choice } = databases.state;
    const isOnly = databases.databases.length === 1;
    const fileName = `${sqlStem(state.backup.name, database, isOnly)}.${sqlFormat(choice)}`;
    const target = { fileName, handle: null, page: thisPage, origin: originOf(this.#extraction.card.state) };
    try {
      if (!canChooseFile()) {
        await databases.save(target);
        return;
      }
      const asked = databases.state;
      const handle = await this.#pickOutput(fileName);
      if (handle !== null && databases.state === asked)
        await databases.save({ ...target, fileName: handle.name, handle });
    } catch (error) {
      databases.fail(error);
    }
  }

  /** To be called in the click itself. */
  handOverDatabase(): void {
    const { databases } = this.#extraction;
    if (databases.state.name !== 'saved' || databases.state.result.download === null) return;
    saveBlob(databases.state.fileName, databases.state.result.download);
    databases.handedOver();
  }

  /** Answers what holds the run. To be called in the click itself: a permission may have to be asked for again. */
  async answer(answer: HoldAnswer): Promise<void> {
    const { state, steering } = this.#extraction;
    try {
      const code = 'update' in state ? state.update?.held?.problem.code : undefined;
      if (answer === 'retry' && code === 'folder-refused' && 'folder' in state && state.folder !== null)
        await state.folder.requestPermission({ mode: 'readwrite' });
      await steering.answer(answer);
    } catch (error) {
      this.#extraction.fail(error);
    }
  }

  /** Goes on with a run that was broken off. To be called in the click itself: the browser asks for folder and files again. */
  async continueRun(run: UnfinishedRun): Promise<void> {
    this.#tell(null);
    // What it makes is this page's from now on.
    if (run.target.kind !== 'folder' && run.target.page !== thisPage) holdOutputs(run.target.page);
    try {
      const { mayWrite, files } = await reachRun(run);
      if (mayWrite) await this.#extraction.unfinished.continue(run, files);
      else
        this.#tell(
          'The run can only go on where the page may write into the folder: press Continue again and allow it.',
        );
    } catch (error) {
      this.#extraction.fail(error);
    }
  }

  async forgetRun(run: UnfinishedRun): Promise<void> {
    try {
      await this.#extraction.unfinished.forget(run, await reachableFolder(run));
    } catch (error) {
      this.#extraction.fail(error);
    }
  }

  /** Takes parts that are picked again in mid-run, and tells where none of them is one. */
  async replaceParts(picking: Promise<readonly File[]>): Promise<void> {
    this.#tell(null);
    try {
      const files = await picking;
      let isTaken = false;
      for (const file of files) isTaken = (await this.#extraction.steering.replacePart(file)) || isTaken;
      if (files.length > 0 && !isTaken)
        this.#tell('This is not the file that the run began with: its size, its first or its last bytes differ.');
    } catch (error) {
      const notice = pickingNotice(error);
      if (notice === null) this.#extraction.fail(error);
      else this.#tell(notice);
    }
  }

  /** Saves the entry that is looked at. To be called in the click itself. */
  async saveEntry(): Promise<void> {
    const { entry } = this.#extraction;
    if (entry.look.name !== 'open') return;
    const name = fileNameOf(entry.look.preview.path);
    const blob = await entry.save(name, async () => {
      if (!canChooseFile()) return { handle: null, page: thisPage };
      const handle = await this.#pickOutput(name);
      return handle && { handle, page: thisPage };
    });
    if (blob !== null) setTimeout(saveBlob(name, blob), downloadMs);
  }

  /** One picker at a time: a browser refuses a second one. */
  async #pickOutput(name: string): Promise<FileSystemFileHandle | null> {
    if (this.#isPicking) return null;
    this.#isPicking = true;
    try {
      return await pickOutput(name);
    } finally {
      this.#isPicking = false;
    }
  }

  /** Hands the finished output to the browser's downloads. */
  saveDownload(): void {
    const { state } = this.#extraction;
    if (state.name !== 'done' || state.outcome.download === null) return;
    // The download may take as long as it likes: it is let go of with the page.
    saveBlob(state.outcome.destination.name, state.outcome.download);
    this.#extraction.saved();
  }

  async saveRestoreScript(): Promise<void> {
    const script = await this.#extraction.restoreScript();
    if (script !== null) setTimeout(saveBlob('unstow-restore.sh', script), 60_000);
  }

  /** Tests the backup, and then reads its parts for the sums that prove a download: large ones on demand. */
  async test(): Promise<void> {
    const { target, partSums } = this.#extraction;
    await target.test();
    const { state } = this.#extraction;
    if (state.name === 'done' && state.backup.packedSize <= mostUnasked) await partSums.read(state.backup);
  }

  async saveList(kind: ListKind): Promise<void> {
    const list = await this.#extraction.list(kind);
    const { state } = this.#extraction;
    if (list === null || state.name !== 'done') return;
    setTimeout(saveBlob(kind === 'csv' ? `${state.backup.name}.csv` : 'SHA256SUMS', list), 60_000);
  }

  forgetDownload(): void {
    void this.#extraction.forgetOutput();
  }

  copyWarnings(issues: readonly Issue[]): Promise<boolean> {
    return copyText(issueLines(issues));
  }

  saveWarnings(issues: readonly Issue[]): void {
    saveText('unstow-warnings.txt', issueLines(issues));
  }

  saveLog(): void {
    saveText('unstow-log.txt', [navigator.userAgent, ...logText(this.#extraction.log)]);
  }

  saveReport(): void {
    const { state } = this.#extraction;
    if (state.name === 'done' || state.name === 'cancelled')
      saveText('unstow-report.txt', reportLines(state, Date.now()));
  }
}

/** Null for a fault of the program. */
function pickingNotice(error: unknown): string | null {
  if (error instanceof FolderTooBig)
    return 'This folder holds too many files to look through. Choose the folder that holds the backup and little else.';
  if (error instanceof DOMException)
    return 'The browser could not read what you chose. If it was a system folder, or Desktop, Documents or Downloads themselves, choose the files instead.';
  return null;
}
