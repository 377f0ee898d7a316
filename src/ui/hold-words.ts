// What the answers to a held run are called. What happened, and to what, is in messages.ts.
import type { Hold, HoldAnswer } from '../extract/hold.ts';
import type { ErrorCode } from '../problems/extract-error.ts';

const usual: Readonly<Record<HoldAnswer, string>> = {
  retry: 'Try again',
  skip: 'Leave it out',
  'skip-all': 'Leave out all such',
  keep: 'Keep what can be read of it',
  'keep-all': 'Keep what can be read of all',
  stop: 'Stop here',
};

const special: Partial<Record<ErrorCode, Partial<Record<HoldAnswer, string>>>> = {
  'folder-stuck': { retry: 'Go on waiting' },
  'output-stuck': { retry: 'Go on waiting' },
  'write-stuck': { retry: 'Go on waiting', skip: 'Give them up' },
  'entry-damaged': { skip: 'Go on without it', 'skip-all': 'Go on without all such' },
  'part-unreadable': { skip: 'Leave out this file', 'skip-all': 'Leave out all it holds' },
};

export function answerWords({ problem }: Hold, answer: HoldAnswer): string {
  return special[problem.code]?.[answer] ?? usual[answer];
}

/** "Trying again by itself in 7 s (2 of 3)"; null where the run waits for an answer. */
export function retryWords({ retryInMs, attempt }: Hold): string | null {
  if (retryInMs === null) return null;
  return `Trying again by itself in ${Math.ceil(retryInMs / 1000)} s (${attempt} of 3).`;
}
