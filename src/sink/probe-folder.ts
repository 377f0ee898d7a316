// Asks a folder which names it takes, before anything is written into it. `getFileHandle` without `create` answers a
// TypeError where the browser refuses a name, and writes nothing; every other answer says that the name itself is fine.
import { isTooLong } from '../plan/folder-rules.ts';
import { classesOf, shortNameProbe } from '../plan/name-classes.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { exceptionName } from './write-error.ts';

/** More than any site asks for, and over in a quarter of a second. What is left out shows when it is written. */
const mostQuestions = 500;
const mostAtOnce = 16;

/** The names that a folder refuses, as far as it was asked. */
export class RefusedNames {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #heard: () => void;
  readonly #asked = new Set<string>();
  readonly #refused = new Set<string>();

  /** @param heard told whenever the browser has answered */
  constructor(folder: FileSystemDirectoryHandle, heard: () => void = () => undefined) {
    this.#folder = folder;
    this.#heard = heard;
  }

  /** Asks for names that were not asked for before. @throws ExtractError where the folder may not be asked any more */
  async ask(names: readonly string[]): Promise<void> {
    const left = names.filter((name) => !this.#asked.has(name)).slice(0, mostQuestions - this.#asked.size);
    for (const name of left) this.#asked.add(name);
    const next = left.values();
    const askOn = async (): Promise<void> => {
      for (const name of next) {
        if (await isRefused(this.#folder, name)) this.#refused.add(name);
        this.#heard();
      }
    };
    await Promise.all(Array.from({ length: mostAtOnce }, askOn));
  }

  /** Names like the short form of longer ones are those names to this folder: they are refused here, so that none is hit. */
  refuseShortNames(): void {
    this.#refused.add(shortNameProbe);
  }

  readonly refuses = (name: string): boolean =>
    isTooLong(name) || (this.#refused.size > 0 && classesOf(name).some(({ probe }) => this.#refused.has(probe)));
}

async function isRefused(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  // It would be cut there, and another name asked for.
  if (name.includes('\0')) return true;
  try {
    await folder.getFileHandle(name);
    return false;
  } catch (error) {
    const answer = exceptionName(error);
    if (answer === 'NotAllowedError') throw new ExtractError('folder-refused', {}, error);
    return answer === 'TypeError';
  }
}
