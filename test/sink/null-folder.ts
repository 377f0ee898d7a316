// A folder that takes everything and keeps nothing but counts, for sizes and numbers that a fake disk could not hold.
// Writing and closing can be held up and let go by the test, without a clock.

/** What may be held up: each call waits until it is let through. Open until it is held. */
export class Gate {
  #isHeld = false;
  #waiting: (() => void)[] = [];

  hold(): void {
    this.#isHeld = true;
  }

  /** Lets as many of those that wait go on; all of them, and all to come, unless a number is given. */
  letGo(count = Infinity): void {
    if (count === Infinity) this.#isHeld = false;
    for (const go of this.#waiting.splice(0, count)) go();
  }

  async pass(): Promise<void> {
    if (!this.#isHeld) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

export class NullFolder {
  readonly writing = new Gate();
  readonly closing = new Gate();
  /** Files that were closed. */
  fileCount = 0;
  /** Bytes of all writes that have ended. */
  bytesWritten = 0;
  /** Bytes of the writes under way, and the most there have been at once. */
  bytesInWrites = 0;
  peakBytesInWrites = 0;
  closingCount = 0;

  get handle(): FileSystemDirectoryHandle {
    const directory = {
      kind: 'directory',
      name: 'null',
      getDirectoryHandle: () => Promise.resolve(directory),
      getFileHandle: () => Promise.resolve(this.#file()),
      removeEntry: () => Promise.resolve(),
      async *keys() {
        // Nothing is in it.
      },
    };
    // As much of a handle as a sink uses.
    return directory as unknown as FileSystemDirectoryHandle;
  }

  #file() {
    const file = { size: 0 };
    return {
      kind: 'file',
      getFile: () => Promise.resolve(file),
      createWritable: () => Promise.resolve(this.#writable(file)),
    };
  }

  #writable(file: { size: number }) {
    return {
      write: async (bytes: Uint8Array): Promise<void> => {
        this.bytesInWrites += bytes.length;
        this.peakBytesInWrites = Math.max(this.peakBytesInWrites, this.bytesInWrites);
        await this.writing.pass();
        this.bytesInWrites -= bytes.length;
        this.bytesWritten += bytes.length;
        file.size += bytes.length;
      },
      close: async (): Promise<void> => {
        this.closingCount += 1;
        await this.closing.pass();
        this.closingCount -= 1;
        this.fileCount += 1;
      },
      abort: () => Promise.resolve(),
    };
  }
}
