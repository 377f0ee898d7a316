// A lock that a run holds while it is on, in whatever tab: it goes with the tab. On file:// all local pages share it; there it
// is a hint, and the marker in the folder the proof.

/** What a tab that was just closed takes to let go. Milliseconds. */
export const handoverMs = 2_000;

function lockName(id: string): string {
  return `unstow-run-${id}`;
}

/**
 * Holds the lock of this run.
 * @param patienceMs how long to wait for it: a tab that was closed, or a worker that was ended, lets go a moment later
 * @returns what lets go of it; null where somebody else has it
 */
export async function holdRun(id: string, patienceMs: number): Promise<(() => void) | null> {
  const locks = lockManager();
  if (locks === null) return () => undefined;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const holding = locks.request(lockName(id), { signal }, () => new Promise<void>(resolve));
    holding.catch((error: unknown) => {
      if (signal.aborted) resolve(null);
      else reject(error instanceof Error ? error : new Error('no lock', { cause: error }));
    });
  });
}

/**
 * Does something to a run that is not on. Whoever wants to go on with it meanwhile waits for it, or is refused; what was known of
 * it before is to be read anew.
 * @param work is given what lets go of the run, for where nobody waits for it any more
 * @returns whether it was done: not where somebody else has the run
 */
export async function whileHeld(id: string, work: (unlock: () => void) => Promise<void>): Promise<boolean> {
  const unlock = await holdRun(id, handoverMs);
  if (unlock === null) return false;
  try {
    await work(unlock);
  } finally {
    unlock();
  }
  return true;
}

/** Is a run of this id on, in this tab or another? */
export async function isRunHeld(id: string): Promise<boolean> {
  const { held = [] } = (await lockManager()?.query()) ?? {};
  return held.some(({ name }) => name === lockName(id));
}

/** Null where the browser has none, as on a page that came by plain http. */
function lockManager(): LockManager | null {
  return 'navigator' in globalThis && 'locks' in navigator ? navigator.locks : null;
}
