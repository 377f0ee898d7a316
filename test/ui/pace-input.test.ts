import { expect, test } from 'vitest';
import { paceOf, paceWords } from '../../src/ui/pace-input.ts';

test.each([
  ['5', '1', { minStepMs: 5000, maxStepMs: 1000 }],
  ['0,5', '0.25', { minStepMs: 500, maxStepMs: 250 }],
  ['', '2', { minStepMs: 0, maxStepMs: 2000 }],
  ['5', '', null],
  ['5', '0', null],
  ['', '', null],
  ['five', '1', { minStepMs: 0, maxStepMs: 1000 }],
  ['5', '-1', null],
  ['1e9', '1', { minStepMs: 3_600_000, maxStepMs: 1000 }],
])('%j and %j', (min, max, pace) => {
  expect(paceOf(min, max)).toEqual(pace);
});

test('only a rest is worth a word', () => {
  expect(paceWords(paceOf('5', '1'))).toBe('Works about 20 % of the time, and rests in between.');
  expect(paceWords(paceOf('1', '1'))).toBeNull();
  expect(paceWords(null)).toBeNull();
});
