// Answers that come when what they were given to is over: the user has seen it a moment ago, and pressed.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RunControl, type Question } from '../../src/extract/run-control.ts';
import type { SaidOfAll } from '../../src/journal/said-of-all.ts';

const busy: Question = {
  problem: { code: 'write-failed', where: {} },
  answers: ['retry', 'skip', 'skip-all', 'stop'],
  isTransient: true,
  attempts: 0,
  group: 'write-failed',
  isOneThing: false,
};
/** After so long a run tries again by itself. Milliseconds. */
const retryMs = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A run that was held, and has gone on by itself a moment ago. */
async function goneOn(): Promise<RunControl> {
  const control = new RunControl();
  const given = control.ask(busy);
  await vi.advanceTimersByTimeAsync(retryMs + 1);
  expect(await given).toBe('retry');
  return control;
}

test('a stop ends a run that has gone on by itself a moment before, and it can be gone on with', async () => {
  const control = await goneOn();
  control.answer('stop');
  expect(control.isStoppedByAnswer).toBe(true);
  await expect(control.gate()).rejects.toMatchObject({ name: 'AbortError' });
});

test.each(['retry', 'skip', 'skip-all', 'keep', 'keep-all'] as const)(
  'a %s that comes too late does nothing, to what is asked afterwards neither',
  async (answer) => {
    const control = await goneOn();
    control.answer(answer);
    await control.gate();
    const later = { ...busy, attempts: 3 };
    void control.ask(later);
    expect(control.held).toMatchObject({ problem: busy.problem, retryInMs: null });
  },
);

test('a stop that comes twice is a stop by answer still', async () => {
  const control = await goneOn();
  control.answer('stop');
  control.answer('stop');
  expect(control.isStoppedByAnswer).toBe(true);
});

test('a stop behind a cancel does not make it one to be gone on with', async () => {
  const control = await goneOn();
  control.cancel();
  control.answer('stop');
  expect(control.isStoppedByAnswer).toBe(false);
});

describe('what is said of all', () => {
  test('is put on record at once, by its group and nothing else', () => {
    const control = new RunControl();
    const said: SaidOfAll[] = [];
    control.onSaidOfAll((one) => void said.push(one));
    void control.ask({ ...busy, problem: { code: 'write-failed', where: { entry: 'secret.txt' } } });
    control.answer('skip-all');
    expect(said).toEqual([{ group: 'write-failed', answer: 'skip' }]);
  });

  test('in an earlier visit is not asked again, and is not put on record twice', async () => {
    const control = new RunControl();
    const said: SaidOfAll[] = [];
    control.onSaidOfAll((one) => void said.push(one));
    control.takeUp([{ group: 'write-failed', answer: 'skip' }]);
    expect(await control.ask({ ...busy, attempts: 1 })).toBe('skip');
    expect(control.held).toBeNull();
    expect(said).toEqual([]);
  });

  test('of another group holds for that alone', () => {
    const control = new RunControl();
    control.takeUp([{ group: 'write-blocked', answer: 'skip' }]);
    void control.ask(busy);
    expect(control.held).not.toBeNull();
  });
});
