// What a run into one file has in the page's own storage: the output as far as it is, and of a ZIP the records of what is in
// it. Both grow at their ends, and a cut says how much of them belongs together.
import { unshared } from '../bytes/byte-source.ts';
import { Directory } from '../pack/zip/directory.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { privateNames, type PrivateNames } from '../sink/place/private-folder.ts';
import { PrivateFile, type Reopening } from '../sink/place/private-file.ts';
import type { DirectoryCut, FileCut, FileStart } from './saved-run.ts';

/** What they are called. */
export function filesOf({ id, target }: Pick<FileStart, 'id' | 'target'>): PrivateNames {
  return privateNames(target.page, id);
}

interface Parts {
  readonly output: PrivateFile;
  readonly directory: Directory;
  /** Null for what is no ZIP. */
  readonly records: PrivateFile | null;
}

export class RunFiles {
  readonly output: PrivateFile;
  /** Of a ZIP; empty for what is none. */
  readonly directory: Directory;
  readonly #records: PrivateFile | null;

  private constructor({ output, directory, records }: Parts) {
    this.output = output;
    this.directory = directory;
    this.#records = records;
  }

  /** Null where the storage cannot be written to. Leaves nothing then. */
  static async create(
    folder: FileSystemDirectoryHandle,
    start: FileStart,
    heard: () => void,
  ): Promise<RunFiles | null> {
    const names = filesOf(start);
    const output = await PrivateFile.create(folder, names.output, heard);
    if (output === null) return null;
    const directory = new Directory();
    if (start.target.kind !== 'zip') return new RunFiles({ output, directory, records: null });
    const records = await PrivateFile.create(folder, names.directory, heard);
    if (records !== null) return new RunFiles({ output, directory, records });
    output.close();
    await output.remove();
    return null;
  }

  /**
   * As they were at the cut.
   * @param reopening of the output
   * @throws ExtractError `output-lost` where one is not there, or not as it was
   */
  static async reopen(
    folder: FileSystemDirectoryHandle,
    start: FileStart,
    { cut, ...reopening }: Omit<Reopening, 'prefix'> & { readonly cut: FileCut },
  ): Promise<RunFiles> {
    const names = filesOf(start);
    const output = await PrivateFile.reopen(folder, names.output, { ...reopening, prefix: cut.output });
    if (cut.directory === null) return new RunFiles({ output, directory: new Directory(), records: null });
    try {
      const found = await reopenRecords(folder, names.directory, { cut: cut.directory, heard: reopening.heard });
      return new RunFiles({ output, ...found });
    } catch (error) {
      output.close();
      throw error;
    }
  }

  /**
   * Brings the records to their file as well.
   * @param archiveSize bytes of the archive, all of which has come to the output
   * @throws ExtractError
   */
  cut(archiveSize: number): FileCut {
    const output = this.output.prefix;
    const records = this.#records;
    if (records === null) return { output, archiveSize, directory: null };
    for (const piece of this.directory.pieces(records.prefix.size)) records.append(unshared(piece));
    records.flush();
    return { output, archiveSize, directory: { ...records.prefix, count: this.directory.count } };
  }

  /** Lets go of them; they stay. */
  close(): void {
    this.output.close();
    this.#records?.close();
  }

  /** What cannot be removed now is removed by a later visit. @param keepsOutput it is whole */
  async remove({ keepsOutput }: { readonly keepsOutput: boolean }): Promise<void> {
    this.close();
    if (!keepsOutput) await this.output.remove().catch(() => undefined);
    await this.#records?.remove().catch(() => undefined);
  }
}

/** The records are the whole memory of what is in a ZIP, and small beside it. */
async function reopenRecords(
  folder: FileSystemDirectoryHandle,
  name: string,
  { cut, heard }: { readonly cut: DirectoryCut; readonly heard: () => void },
): Promise<{ readonly records: PrivateFile; readonly directory: Directory }> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const onPiece = (piece: Uint8Array): void => void pieces.push(unshared(piece).slice());
  const records = await PrivateFile.reopen(folder, name, { prefix: cut, heard, onPiece });
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  if (bytes.length !== cut.size) throw new ExtractError('output-lost');
  return { records, directory: Directory.of(bytes, cut.count) };
}
