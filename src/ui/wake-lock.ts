// Keeps the computer from falling asleep over a run. A wish, not a right: browsers have it or not, and refuse it when the
// battery is low; they take it back whenever the page is not to be seen.

/** @returns call it when the computer may sleep again */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined;
  let isOver = false;
  let held: WakeLockSentinel | null = null;
  // Browsers give none to a page that is not to be seen.
  const mayAsk = (): boolean => !isOver && document.visibilityState === 'visible';
  const ask = async (): Promise<void> => {
    if (!mayAsk()) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      await held?.release();
      if (isOver) await lock.release();
      else held = lock;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  };
  const askAgain = (): void => void ask();
  document.addEventListener('visibilitychange', askAgain);
  askAgain();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', askAgain);
    void held?.release();
  };
}
