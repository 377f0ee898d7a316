// The user's hand on a run that nobody watches: damage is passed over, and nothing else may go wrong.
import { RunControl } from '../../src/extract/run-control.ts';

/** Whoever asks would wait for ever. */
export class UnaskedControl extends RunControl {
  override ask({ problem }: Parameters<RunControl['ask']>[0]): ReturnType<RunControl['ask']> {
    return Promise.reject(new Error(`the run asked what to do about ${problem.code}`));
  }
}
