import { expect, test } from 'vitest';
import { ByteBudget } from '../../src/sink/byte-budget.ts';

/** Is it settled once everything that could go on has gone on? */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return settled;
}

test.each([
  [0, 10, true],
  [9, 1, true],
  [10, 0, true],
  [9, 2, false],
  [10, 1, false],
  [1, 10, false],
  [0, 11, true],
  [1, 11, false],
])('with %d of 10 bytes taken, %d more are let in: %s', async (taken, more, isLetIn) => {
  const budget = new ByteBudget(10);
  await budget.take(taken);
  expect(await isSettled(budget.take(more))).toBe(isLetIn);
});

test('who waits goes on once there is room, and not before', async () => {
  const budget = new ByteBudget(10);
  await budget.take(6);
  await budget.take(4);
  const waiting = budget.take(5);
  budget.release(4);
  expect(await isSettled(waiting)).toBe(false);
  budget.release(6);
  expect(await isSettled(waiting)).toBe(true);
});

test('a piece larger than the budget goes alone, and nothing beside it', async () => {
  const budget = new ByteBudget(10);
  await budget.take(1);
  const large = budget.take(100);
  expect(await isSettled(large)).toBe(false);
  budget.release(1);
  expect(await isSettled(large)).toBe(true);
  const small = budget.take(1);
  expect(await isSettled(small)).toBe(false);
  budget.release(100);
  expect(await isSettled(small)).toBe(true);
});

test('of several that wait, none is let in beyond the limit and none is forgotten', async () => {
  const budget = new ByteBudget(10);
  await budget.take(10);
  const waiting = [7, 7, 3].map((size) => budget.take(size));
  budget.release(10);
  expect(await Promise.all(waiting.map(isSettled))).toEqual([true, false, true]);
  budget.release(7);
  expect(await Promise.all(waiting.map(isSettled))).toEqual([true, true, true]);
});
