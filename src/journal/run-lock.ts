// A lock that a run holds while it is on, in whatever tab: it goes with the tab. On file:// all local pages share it; there it
// is a hint, and the marker in the folder the proof.

function lockName(id: string): string {
  return `unstow-run-${id}`;
}

/** Holds the lock of this run. @returns what lets go of it; null where another tab has it */
export async function holdRun(id: string): Promise<(() => void) | null> {
  const locks = lockManager();
  if (locks === null) return () => undefined;
  return new Promise((resolve, reject) => {
    const holding = locks.request(lockName(id), { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(null);
        return;
      }
      return new Promise<void>((release) => {
        resolve(release);
      });
    });
    holding.catch(reject);
  });
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
