// What a slow `close()` costs: the browser checks each file before it stands at its name, and sometimes takes its time.
import type { Worker } from 'playwright-core';
import { siteArchive } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import type { CorpusFile } from '../corpus.ts';
import { atMost, list, median, type Figures } from '../figures.ts';
import { extractOnce } from './extraction.ts';

const rounds = 3;
const addedMs = 100;

declare global {
  /** How many times the slowed `close` was called, in the worker. */
  var closeCount: number | undefined;
}

/** Slows every `close` in the worker, from outside: the product is the one that is shipped. */
async function slowClose(worker: Worker): Promise<void> {
  await worker.evaluate((ms) => {
    const close = Reflect.get(WritableStream.prototype, 'close');
    globalThis.closeCount = 0;
    Object.defineProperty(FileSystemWritableFileStream.prototype, 'close', {
      value: async function (this: FileSystemWritableFileStream) {
        globalThis.closeCount = (globalThis.closeCount ?? 0) + 1;
        await new Promise((resolve) => setTimeout(resolve, ms));
        await close.call(this);
      },
    });
  }, addedMs);
}

export async function measureSlowClose(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log(`\n${addedMs} ms more for every close(), ${rounds} rounds`);
  const archive = { path: await siteArchive('jpa', files), fileCount: files.length };
  const usual: number[] = [];
  const slow: number[] = [];
  for (let round = 0; round < rounds; round++) {
    usual.push((await extractOnce(session, archive, await session.newFolder())).seconds);
    const workers: Worker[] = [];
    const run = await extractOnce(session, archive, await session.newFolder(), {
      onWorker: async (worker) => {
        workers.push(worker);
        await slowClose(worker);
      },
      afterwards: async () => {
        const counts = await Promise.all(workers.map((worker) => worker.evaluate(() => globalThis.closeCount ?? 0)));
        const slowed = counts.reduce((sum, count) => sum + count, 0);
        // New files without content need no writable, so nothing is closed.
        const least = files.filter((file) => file.content.length > 0).length;
        if (slowed < least) throw new Error(`only ${slowed} of ${least} closes were slowed`);
      },
    });
    slow.push(run.seconds);
  }
  console.log(`as it is ${list(usual, 's')}, slowed ${list(slow, 's')}`);
  figures.add('slow-close-ratio', median(slow) / median(usual), atMost(1.5));
}
