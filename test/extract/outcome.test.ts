import { describe, expect, test } from 'vitest';
import type { ArchiveIndex, Entry, EntryData, IndexCheck } from '../../src/archive/entry.ts';
import { toOutcome, type RunFacts } from '../../src/extract/outcome.ts';
import type { Outcome } from '../../src/extract/events.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { selectEntries, type Selection } from '../../src/plan/selection.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { entry, indexWith, link } from '../plan/entries.ts';
import { joinParts } from '../support/parted-source.ts';

const span = { offset: 0, length: 1 };
const stored: EntryData = { in: 'stored', span };
const deflated: EntryData = { in: 'deflate', span };
const chunks: EntryData = { in: 'chunks', span, deflated: true, unseal: (bytes) => bytes, unsealStart: null };
const foreign: EntryData = { in: 'foreign', span, open: () => new ReadableStream() };

const destination = { kind: 'folder', name: 'site' } as const;

function fileOf(data: EntryData, path = 'a'): Entry {
  return entry(path, { size: 1, packedSize: 1, data });
}

function outcomeOf(index: ArchiveIndex, issues: readonly Issue[] = [], facts: Partial<RunFacts> = {}): Outcome {
  const all = {
    isCancelled: false,
    isKept: false,
    selection: null as Selection,
    destination,
    download: null,
    filesWritten: 1,
    bytesWritten: 1,
    filesCompared: 0,
    filesHashed: 0,
    elapsedMs: 5,
    issues,
    ...facts,
  };
  return toOutcome(
    joinParts([new Uint8Array(1), new Uint8Array(1)]),
    index,
    makePlan(selectEntries(index, all.selection)),
    all,
  );
}

test('facts are counted from what there was to do and what was done', () => {
  const entries = [fileOf(stored), fileOf(stored, '../b'), entry('c/d/'), link('l'), entry('installation/index.php')];
  expect(outcomeOf(indexWith(entries, 'jps'), [], { filesWritten: 2, bytesWritten: 9 })).toEqual({
    isCancelled: false,
    isKept: false,
    isSelection: false,
    filesChosen: 3,
    format: 'jps',
    destination,
    download: null,
    filesWritten: 2,
    filesTotal: 3,
    filesCompared: 0,
    filesHashed: 0,
    filesKept: 0,
    aside: [],
    bytesWritten: 9,
    partsCount: 2,
    entriesTotal: 5,
    elapsedMs: 5,
    isComplete: false,
    checks: ['every-size'],
    hasInstaller: true,
  });
});

describe('of a selection', () => {
  const index = {
    ...indexWith([fileOf(stored), fileOf(deflated, 'b'), entry('c/'), entry('installation/index.php')]),
    checks: ['entry-count'] as const,
  };
  const chosen = (selection: Selection, filesWritten: number, issues: readonly Issue[] = []): Outcome =>
    outcomeOf(index, issues, { selection, filesWritten });

  test('complete is what was chosen, and nothing is claimed of the data of the rest', () => {
    expect(chosen([[0, 1]], 1)).toMatchObject({
      isSelection: true,
      isComplete: true,
      filesChosen: 1,
      filesTotal: 3,
      entriesTotal: 4,
      checks: ['entry-count', 'every-size'],
      hasInstaller: false,
    });
    expect(chosen([[1, 4]], 2)).toMatchObject({
      filesChosen: 2,
      checks: ['entry-count', 'every-size', 'every-stream-end'],
      hasInstaller: true,
    });
  });

  test('a file of it that was not written, or an archive that is not whole, leaves it incomplete', () => {
    expect(chosen([[0, 2]], 1)).toMatchObject({ isComplete: false, filesChosen: 2 });
    expect(chosen([[0, 1]], 1, [{ kind: 'end-mark-missing', missing: 17 }]).isComplete).toBe(false);
  });

  test('without a file among it is complete, and claims nothing of files', () => {
    expect(chosen([[2, 3]], 0)).toMatchObject({ isComplete: true, filesChosen: 0, checks: ['entry-count'] });
  });
});

test('every archive beside the files is named with what is in it, the first made first', () => {
  const issues: readonly Issue[] = [
    { kind: 'put-aside', archive: 'unstow-refused-names.zip', paths: ['b.ini', 'c.ini'] },
    { kind: 'renamed', path: 'a', writtenAs: 'a (2)', change: 'same-name-here' },
    { kind: 'put-aside', archive: 'unstow-refused-names (2).zip', paths: ['d.ini'] },
  ];
  expect(outcomeOf(indexWith([fileOf(stored)]), issues).aside).toEqual([
    { name: 'unstow-refused-names.zip', count: 2 },
    { name: 'unstow-refused-names (2).zip', count: 1 },
  ]);
});

test.each([
  ['installation/index.php', true],
  ['./installation//index.php', true],
  ['installation/index.php/', false],
  ['installation/index.php.bak', false],
  ['x/installation/index.php', false],
])('with %s there is an installer: %s', (path, hasInstaller) => {
  expect(outcomeOf(indexWith([entry(path)])).hasInstaller).toBe(hasInstaller);
});

test('with the installer damaged there is none', () => {
  const damage = { what: 'broken-stream' } as const;
  const index = indexWith([entry('./installation/index.php'), entry('b')]);
  expect(outcomeOf(index, [{ kind: 'damaged', path: './installation/index.php', damage }]).hasInstaller).toBe(false);
  expect(outcomeOf(index, [{ kind: 'kept-existing', path: './installation/index.php' }]).hasInstaller).toBe(true);
});

test('files left as they were are counted, and a run that left any is not complete', () => {
  const index = indexWith([fileOf(stored), fileOf(stored, 'b')]);
  const outcome = outcomeOf(index, [{ kind: 'kept-existing', path: 'b' }]);
  expect(outcome).toMatchObject({ filesWritten: 1, filesKept: 1, filesTotal: 2, isComplete: false });
});

test('where no file was written nothing is claimed of files', () => {
  const index = indexWith([fileOf(stored)]);
  expect(outcomeOf(index, [{ kind: 'kept-existing', path: 'a' }], { filesWritten: 0 }).checks).toEqual([]);
});

describe('a run is complete unless something is lost', () => {
  const damage = { what: 'broken-stream' } as const;
  const rows: readonly (readonly [Issue, boolean])[] = [
    [{ kind: 'damaged', path: 'a', damage }, false],
    [{ kind: 'write-failed', path: 'a', reason: 'AbortError' }, false],
    [{ kind: 'name-refused', path: 'a', component: 'a' }, false],
    [{ kind: 'too-deep', path: 'a' }, false],
    [{ kind: 'path-too-long', path: 'a' }, false],
    [{ kind: 'left-behind', path: 'a', reason: 'NotAllowedError' }, false],
    [{ kind: 'count-differs', expected: 2, found: 1 }, false],
    [{ kind: 'end-mark-missing', missing: 17 }, false],
    [{ kind: 'links-left-out', links: [] }, true],
    [{ kind: 'kept-existing', path: 'a' }, true],
    [{ kind: 'bytes-before', count: 1 }, true],
  ];
  test.each(rows)('%j', (issue, isComplete) => {
    expect(outcomeOf(indexWith([fileOf(stored)]), [issue]).isComplete).toBe(isComplete);
  });

  test('or it was cancelled', () => {
    expect(outcomeOf(indexWith([fileOf(stored)]), [], { isCancelled: true })).toMatchObject({
      isCancelled: true,
      isComplete: false,
      checks: [],
    });
  });
});

test('what the index was held against is passed on, and nothing else', () => {
  const checks: readonly IndexCheck[] = ['entry-count', 'end-mark'];
  const index = { ...indexWith([]), checks };
  expect(outcomeOf(index).checks).toEqual([...checks, 'every-size']);
});

describe('a check of every file is claimed only where it was made', () => {
  test.each([
    ['stored', stored, false],
    ['deflated', deflated, true],
    ['JPS chunks', chunks, true],
    ['decoded by a library', foreign, false],
  ])('the end of the stream: %s', (_, data, isChecked) => {
    expect(outcomeOf(indexWith([fileOf(data)])).checks.includes('every-stream-end')).toBe(isChecked);
  });

  test.each([
    ['a sum for each', 'zip', [fileOf({ ...stored, crc32: 0 }), fileOf({ ...deflated, crc32: 1 }, 'b')], true],
    ['a sum within the library', 'zip', [fileOf(foreign)], true],
    ['one without', 'zip', [fileOf({ ...stored, crc32: 1 }), fileOf(stored, 'b')], false],
    ['an empty one without', 'zip', [fileOf({ ...stored, crc32: 1 }), entry('b')], true],
    ['nothing to sum', 'zip', [entry('b')], false],
    ['another format', 'jpa', [fileOf({ ...stored, crc32: 1 })], false],
  ] as const)('the checksums: %s', (_, format, entries, isChecked) => {
    expect(outcomeOf(indexWith(entries, format)).checks.includes('every-checksum')).toBe(isChecked);
  });

  test.each([
    [{ kind: 'damaged', path: 'a', damage: { what: 'checksum', expected: 1, found: 2 } }],
    [{ kind: 'unsupported', path: 'a', method: 'bzip2' }],
  ] as const)('none of them after %j', (issue) => {
    const index = indexWith([fileOf({ ...deflated, crc32: 1 })], 'zip');
    expect(outcomeOf(index).checks).toEqual(['every-size', 'every-stream-end', 'every-checksum']);
    expect(outcomeOf(index, [issue]).checks).toEqual([]);
  });
});
