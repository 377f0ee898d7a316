import { expect, test } from 'vitest';
import type { Hold } from '../../src/extract/hold.ts';
import { answerWords, retryWords } from '../../src/ui/hold-words.ts';

function hold(change: Partial<Hold> = {}): Hold {
  return {
    problem: { code: 'write-failed', where: { entry: 'a.php' } },
    answers: ['retry', 'skip', 'skip-all', 'stop'],
    retryInMs: null,
    attempt: 0,
    ...change,
  };
}

test('the tries that a run makes by itself are counted down', () => {
  expect(retryWords(hold({ retryInMs: 6_400, attempt: 2 }))).toBe('Trying again by itself in 7 s (2 of 3).');
  expect(retryWords(hold({ retryInMs: 0, attempt: 3 }))).toBe('Trying again by itself in 0 s (3 of 3).');
  expect(retryWords(hold({ attempt: 3 }))).toBeNull();
});

test('no two answers to a question are called the same', () => {
  for (const code of ['write-failed', 'entry-damaged', 'part-unreadable'] as const) {
    const asked = hold({ problem: { code, where: {} } });
    const words = asked.answers.map((answer) => answerWords(asked, answer));
    expect(new Set(words).size).toBe(words.length);
  }
});

test.each(['write-stuck', 'output-stuck', 'folder-stuck'] as const)('to go on waiting is what %s offers', (code) => {
  expect(answerWords(hold({ problem: { code, where: {} }, answers: ['retry', 'stop'] }), 'retry')).toBe(
    'Go on waiting',
  );
});
