import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StepRanges, type StepRange } from '../../src/journal/step-ranges.ts';

test('steps done in order are one run', () => {
  const done = new StepRanges();
  for (let step = 0; step < 5; step += 1) done.add(step);
  expect(done.ranges).toEqual([[0, 5]]);
});

test.each<[string, readonly number[], readonly StepRange[]]>([
  ['nothing', [], []],
  ['the first', [0], [[0, 1]]],
  ['one that is not the first', [3], [[3, 4]]],
  [
    'a gap',
    [0, 1, 3, 4],
    [
      [0, 2],
      [3, 5],
    ],
  ],
  ['a gap that is filled', [3, 1, 0, 2], [[0, 4]]],
  ['one twice', [0, 0, 1, 1], [[0, 2]]],
])('%s', (_, steps, ranges) => {
  const done = new StepRanges();
  for (const step of steps) done.add(step);
  expect(done.ranges).toEqual(ranges);
});

test('what was added is in, in whatever order, and again after it was saved', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), (steps) => {
      const done = new StepRanges();
      for (const step of steps) done.add(step);
      const again = new StepRanges(done.ranges.toReversed());
      for (let step = 0; step <= 60; step += 1) {
        expect(done.has(step)).toBe(steps.includes(step));
        expect(again.has(step)).toBe(steps.includes(step));
      }
      expect(again.ranges).toEqual(done.ranges);
    }),
  );
});

test('a run of more steps than any plan has is taken in at once', () => {
  const done = new StepRanges([[1, 9e15]]);
  expect(done.has(0)).toBe(false);
  expect(done.has(8e15)).toBe(true);
  expect([...done.missing(5)]).toEqual([0]);
  done.add(0);
  expect(done.ranges).toEqual([[0, 9e15]]);
});

test('what is missing are the steps in the gaps, and behind the last', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.nat(40), (steps, until) => {
      const done = new StepRanges();
      for (const step of steps) done.add(step);
      const missing = Array.from({ length: until }, (_, step) => step).filter((step) => !steps.includes(step));
      expect([...done.missing(until)]).toEqual(missing);
    }),
  );
});
