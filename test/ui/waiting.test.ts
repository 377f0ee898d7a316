import { describe, expect, test } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { startReading } from '../../src/ui/progress-meter.ts';
import type { Running } from '../../src/ui/run-state.ts';
import { waitingOf } from '../../src/ui/waiting.ts';
import { content, open, update } from './support/fake-client.ts';

function run(change: Partial<RunUpdate>, state: Partial<Pick<Running, 'cancelledMs'>> = {}): Running {
  const reading = { ...startReading(0), answeredMs: 1_000 };
  const start = {
    name: 'running',
    backup: { ...open, content },
    destination: { kind: 'folder', name: 'f' },
    folder: null,
    issues: [],
    cancelledMs: null,
  } as const;
  return { ...start, reading, update: update(change), ...state };
}

describe('a run that stands still', () => {
  test.each([
    [14_900, null],
    [15_000, 15_000],
    [60_000, 60_000],
  ])('for %d ms, with a worker that answers, is said to wait: %s', (idleMs, stillMs) => {
    expect(waitingOf(run({ idleMs }), 1_000)).toMatchObject({ answerMs: 0, stillMs, isSilent: false });
  });

  test('counts on where the worker falls silent, and tells the two apart', () => {
    expect(waitingOf(run({ idleMs: 12_000 }), 5_000)).toMatchObject({
      answerMs: 4_000,
      stillMs: 16_000,
      isSilent: false,
    });
    expect(waitingOf(run({ idleMs: 0 }), 21_000)).toMatchObject({ answerMs: 20_000, stillMs: 20_000, isSilent: true });
  });

  test('because it is paused waits for nothing, but the time since the last answer counts', () => {
    const paused = { ...run({ idleMs: 60_000 }), name: 'paused' } as const;
    expect(waitingOf(paused, 3_000)).toMatchObject({ answerMs: 2_000, stillMs: null });
  });
});

test.each([
  [null, 60_000, false],
  [10_000, 19_999, false],
  [10_000, 20_000, true],
])('a run cancelled at %s need not be waited for at %d: %s', (cancelledMs, nowMs, canStop) => {
  expect(waitingOf(run({}, { cancelledMs }), nowMs).canStop).toBe(canStop);
});
