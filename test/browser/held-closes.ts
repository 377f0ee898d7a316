// Holds the browser's closing of files, in the worker and from outside, so that a run can be met under way and a browser that
// never closes a file can be had. To be called before the page starts its worker.
import type { Page, Worker } from 'playwright-core';

declare global {
  /** In the worker: lets all files close. */
  var letClose: (() => void) | undefined;
}

export interface HeldCloses {
  /** From now on files are closed as ever. */
  release(): Promise<void>;
}

/** @param free how many files may be closed before the rest is held; the mark of a run is not one of them */
export function holdCloses(page: Page, free: number): HeldCloses {
  const held: Promise<Worker>[] = [];
  page.on('worker', (worker) => {
    const holding = hold(worker, free);
    held.push(holding);
    // A page may be left while its worker starts: whoever releases it later is told, and nobody else.
    holding.catch(() => undefined);
  });
  return {
    async release() {
      for (const worker of await Promise.all(held)) await worker.evaluate(() => globalThis.letClose?.());
    },
  };
}

async function hold(worker: Worker, free: number): Promise<Worker> {
  await worker.evaluate((freeCount) => {
    const close = Reflect.get(WritableStream.prototype, 'close');
    let closed = 0;
    const released = new Promise<void>((resolve) => {
      globalThis.letClose = resolve;
    });
    const marks = new WeakSet();
    const open = Reflect.get(FileSystemFileHandle.prototype, 'createWritable');
    Object.defineProperty(FileSystemFileHandle.prototype, 'createWritable', {
      value: async function (this: FileSystemFileHandle) {
        const stream = await open.call(this);
        if (this.name.startsWith('.unstow-')) marks.add(stream);
        return stream;
      },
    });
    Object.defineProperty(FileSystemWritableFileStream.prototype, 'close', {
      value: async function (this: FileSystemWritableFileStream) {
        if (!marks.has(this)) closed += 1;
        if (closed > freeCount) await released;
        await close.call(this);
      },
    });
  }, free);
  return worker;
}
