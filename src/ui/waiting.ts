// What a run waits for, and since when: the worker's word, the browser's closing of files, or the disk. A worker that answers
// several times a second says nothing of the browser behind it.
import type { Running } from './run-state.ts';

/** From here on a wait is worth a word. */
const longMs = 15_000;

/** A cancelled run that is not over by then may be left to itself. */
const patienceMs = 10_000;

export interface Waiting {
  /** Since the worker last spoke. */
  readonly answerMs: number;
  /** Since anything moved in the run, where that is long ago; null otherwise. */
  readonly stillMs: number | null;
  /** The worker itself has been silent for long. */
  readonly isSilent: boolean;
  /** The run was cancelled so long ago that nobody must wait for its end. */
  readonly canStop: boolean;
}

export function waitingOf({ name, update, reading, cancelledMs }: Running, nowMs: number): Waiting {
  const answerMs = Math.max(0, nowMs - reading.answeredMs);
  const idleMs = (update?.idleMs ?? 0) + answerMs;
  const isHeld = name === 'paused' && cancelledMs === null;
  return {
    answerMs,
    stillMs: isHeld || idleMs < longMs ? null : idleMs,
    isSilent: answerMs >= longMs,
    canStop: cancelledMs !== null && nowMs - cancelledMs >= patienceMs,
  };
}
