import { expect, test } from 'vitest';
import { continueWords } from '../../src/ui/continue-words.ts';
import { folder } from './support/extraction-stage.ts';

const run = {
  id: '',
  backup: '',
  partNames: [],
  folder: '',
  startedMs: 0,
  fraction: 0,
  handles: { folder, parts: null },
};

test('a run that is gone on with keeps to what it was begun with, and says so where that may surprise', () => {
  expect(continueWords({ ...run, isSelection: false }, false)).toBe('What is complete is not written again.');
  expect(continueWords({ ...run, isSelection: false }, true)).toContain('the whole backup, whatever is ticked now');
  expect(continueWords({ ...run, isSelection: true }, true)).toContain('what was ticked when it was begun');
});
