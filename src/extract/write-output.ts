// One file that is written outside of a run: opened, filled, and let go of where it fails. Nobody is asked anything there, so what
// the browser does not answer in time is given up, and who stops it waits neither for the browser nor for the disk.
import { ExtractError, isErrorOf } from '../problems/extract-error.ts';
import { BrowserCalls } from '../sink/browser-calls.ts';
import type { Place } from '../sink/place/place.ts';
import { giveUpStuck } from './stuck-watch.ts';
import { unlessStopped } from './unless-stopped.ts';

export interface Output {
  /** As people call it; null for one that is to be downloaded. */
  readonly name: string | null;
  readonly signal: AbortSignal;
  /** Opens it. @param calls in which that is done */
  readonly open: (calls: BrowserCalls) => Place | Promise<Place>;
}

/**
 * @param fill writes it to its end
 * @throws ExtractError `output-given-up`, and what else the place throws; what `fill` throws; the reason of a stop
 */
export async function writeOutput<T>({ name, signal, open }: Output, fill: (place: Place) => Promise<T>): Promise<T> {
  const calls = new BrowserCalls();
  try {
    return await giveUpStuck(calls, () =>
      calls.until(signal, async () => {
        const place = await open(calls);
        try {
          return await unlessStopped(signal, fill(place));
        } catch (error) {
          await place.abandon();
          throw error;
        }
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (isErrorOf(error, 'output-given-up') && name !== null) throw new ExtractError(error.code, { text: name }, error);
    throw error;
  }
}
