// A control for work that can be begun anew after it has failed: what stops the run stops it, and not the other way round.
import type { WorkControl } from './run-control.ts';

export function branchOf(trunk: WorkControl): WorkControl {
  const own = new AbortController();
  const stop = (reason: unknown): void => {
    own.abort(reason);
  };
  trunk.signal.addEventListener('abort', () => {
    stop(trunk.signal.reason);
  });
  return {
    signal: own.signal,
    stop,
    get held() {
      return trunk.held;
    },
    async gate() {
      await trunk.gate();
      own.signal.throwIfAborted();
    },
    takeBack: (question) => {
      trunk.takeBack(question);
    },
    ask: (question) => (own.signal.aborted ? Promise.resolve('stop') : trunk.ask(question)),
  };
}
