// The death of a worker in mid-run.
import type { RunPage } from './run-page.ts';

/** An error that nobody catches, in the last worker that was started: the page ends it. */
export async function killWorker({ page }: RunPage): Promise<void> {
  const worker = page.workers().at(-1);
  if (worker === undefined) throw new Error('there is no worker');
  const gone = new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  await gone;
}
