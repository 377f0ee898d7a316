// The time for whoever shows how long something takes: goes on by itself, so that a worker that hangs cannot hide it.

const tickMs = 250;

export interface Clock {
  /** On the clock of performance.now(). */
  readonly nowMs: number;
}

/** To be called while a component is set up; stops with it. */
export function useClock(): Clock {
  let nowMs = $state(performance.now());
  $effect(() => {
    const timer = setInterval(() => {
      nowMs = performance.now();
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  });
  return {
    get nowMs() {
      return nowMs;
    },
  };
}
