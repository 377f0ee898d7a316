// What an error does to the run's state, whoever found out. Pure: ending workers and counting steps is the run's business.
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import { hasBegun, readyWith, type RunState } from './run-state.ts';

const aboutOutput: ReadonlySet<ErrorCode> = new Set([
  'output-refused',
  'output-failed',
  'output-given-up',
  'output-is-part',
  'no-room',
  'too-large-for-memory',
]);

const aboutEarlier: ReadonlySet<ErrorCode> = new Set(['nothing-to-continue', 'output-lost', 'output-refused']);

/**
 * The state after an error. What is finished stays on the page, and so does a failure: its numbers and warnings say more than
 * what follows from it.
 * @param isRunning the worker has not tidied up after a run yet
 */
export function afterError(state: RunState, error: unknown, isRunning: boolean): RunState {
  if (state.name === 'done' || state.name === 'cancelled') return state;
  const isExpected = error instanceof ExtractError;
  const isWorkerGone = isExpected && error.code === 'worker-died';
  if (state.name === 'failed') return isWorkerGone ? { ...state, backup: null } : state;
  // After a fault of the program nobody knows what state the worker is in: the backup is opened anew.
  const isStillOpen = isExpected && !isWorkerGone && !isRunning;
  const run = state.name === 'running' || state.name === 'paused' ? state : null;
  // The file cannot be begun: said where another choice can be made.
  if (run !== null && !hasBegun(run) && isExpected && aboutOutput.has(error.code))
    return { ...readyWith(run.backup), refusal: { code: error.code, where: error.where } };
  return {
    name: 'failed',
    problem: isExpected ? { code: error.code, where: error.where } : null,
    run,
    backup: isStillOpen ? (run?.backup ?? (state.name === 'ready' ? state.backup : null)) : null,
  };
}

/** What is wrong with a folder, or with a file of an earlier visit, is told on the spot; anything else is thrown on. */
export function targetProblem(error: unknown): ExtractError {
  const isTold = error instanceof ExtractError && (error.code.startsWith('folder-') || aboutEarlier.has(error.code));
  if (isTold) return error;
  // The browser's own exceptions come through the worker as they are.
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError') return new ExtractError('folder-gone', {}, error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return new ExtractError('folder-refused', {}, error);
  throw error;
}
