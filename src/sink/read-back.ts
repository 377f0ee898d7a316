// Reads what was written once more, when it is closed, and compares it: by SHA-256, made of the bytes as they came, before the
// browser had them. In pieces, and few files at a time, so that memory does not grow with either.
import type { Entry } from '../archive/entry.ts';
import { BlobSource } from '../bytes/blob-source.ts';
import { Sha256, toHex } from '../bytes/sha256.ts';
import type { EntrySums } from '../listing/entry-sums.ts';
import { ExtractError } from '../problems/extract-error.ts';

/** Bytes. */
const pieceSize = 1024 * 1024;
const mostAtOnce = 4;

/** Waits for a call to the browser; whoever waits may count how long. */
export type Answer = <T>(call: Promise<T>) => Promise<T>;

/** For the files of one run. */
export class ReadBack {
  readonly #sums: EntrySums;
  readonly #signal: AbortSignal;
  #reading = 0;
  #wake: (() => void)[] = [];

  /**
   * @param sums where those are kept that were found equal
   * @param signal ends reading at once: what is written stays, and is not said to be compared
   */
  constructor(sums: EntrySums, signal: AbortSignal) {
    this.#sums = sums;
    this.#signal = signal;
  }

  expect(entry: Entry): ExpectedFile {
    return new ExpectedFile(entry, this);
  }

  /** @throws ExtractError `read-back-differs` */
  async compare(entry: Entry, expected: Uint8Array, found: FoundFile): Promise<void> {
    while (this.#reading >= mostAtOnce) await new Promise<void>((resolve) => this.#wake.push(resolve));
    this.#reading += 1;
    try {
      const digest = await sumOf(await found.answer(found.handle.getFile()), this.#signal, found.answer);
      if (digest === null) return;
      if (toHex(digest) !== toHex(expected)) throw new ExtractError('read-back-differs', { entry: entry.path });
      this.#sums.keep(entry, digest, found.place);
    } finally {
      this.#reading -= 1;
      this.#wake.shift()?.();
    }
  }
}

export interface FoundFile {
  readonly handle: FileSystemFileHandle;
  /** Where it lies, components joined with `/`; null where that is where the plan says. */
  readonly place: string | null;
  readonly answer: Answer;
}

/** What is to be found of one file. */
export class ExpectedFile {
  readonly #entry: Entry;
  readonly #run: ReadBack;
  readonly #sum: Sha256;

  constructor(entry: Entry, run: ReadBack) {
    this.#entry = entry;
    this.#run = run;
    this.#sum = new Sha256(entry.size);
  }

  /** The bytes are the caller's again at once. */
  add(bytes: Uint8Array): void {
    this.#sum.add(bytes);
  }

  /** @throws ExtractError `read-back-differs`; what the browser says where the file cannot be read */
  async compare(found: FoundFile): Promise<void> {
    await this.#run.compare(this.#entry, await this.#sum.digest(), found);
  }
}

/** Null where it is not wanted any more. */
export async function sumOf(file: Blob, signal: AbortSignal, answer: Answer): Promise<Uint8Array | null> {
  const source = new BlobSource(file);
  const sum = new Sha256(source.size);
  for (let done = 0; done < source.size; done += pieceSize) {
    if (signal.aborted) return null;
    sum.add(await answer(source.read(done, Math.min(pieceSize, source.size - done))));
  }
  return signal.aborted ? null : sum.digest();
}
