import { expect, test } from 'vitest';
import type { UnfinishedRun } from '../../src/extract/worker-api.ts';
import { continueWords, forgetWords } from '../../src/ui/continue-words.ts';
import { folder } from './support/extraction-stage.ts';

const run: UnfinishedRun = {
  id: '',
  backup: '',
  partNames: [],
  target: { kind: 'folder', name: '', folder },
  startedMs: 0,
  isSelection: false,
  fraction: 0,
  parts: null,
};
const intoFile: UnfinishedRun = { ...run, target: { kind: 'zip', name: 'site.zip', file: null, page: 'p' } };

test('a run that is gone on with keeps to what it was begun with, and says so where that may surprise', () => {
  expect(continueWords(run, false)).toBe('What is complete is not written again.');
  expect(continueWords(run, true)).toContain('the whole backup, whatever is ticked now');
  expect(continueWords({ ...run, isSelection: true }, true)).toContain('what was ticked when it was begun');
  expect(continueWords({ ...intoFile, isSelection: true }, false)).toContain('what was ticked when it was begun');
});

test('of one file nothing is complete, and forgetting the run deletes what there is of it', () => {
  expect(continueWords(intoFile, false)).toBe('What is in the file already is checked, and not made again.');
  expect(forgetWords(run)).toContain('keeps all files that are complete');
  expect(forgetWords(intoFile)).toContain('deletes what the browser keeps of the file');
});
