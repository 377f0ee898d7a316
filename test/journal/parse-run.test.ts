import { describe, expect, test } from 'vitest';
import { parseRun } from '../../src/journal/parse-run.ts';
import { isIssue } from '../../src/journal/parse-issue.ts';
import type { SaidOfAll } from '../../src/journal/said-of-all.ts';
import type { SavedRun, UnderWay } from '../../src/journal/saved-run.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { everyIssue } from '../ui/support/every-issue.ts';
import { savedFileRun, savedRun } from './runs.ts';

const issues: readonly Issue[] = [
  { kind: 'damaged', path: 'a', damage: { what: 'checksum', expected: 1, found: 2 } },
  { kind: 'renamed', path: 'a', writtenAs: 'a (2)', change: 'same-name-here' },
  { kind: 'links-left-out', links: [{ path: 'l', target: null }] },
  { kind: 'size-differs', of: 'files', expected: 1, found: 2 },
  { kind: 'end-mark-missing', missing: 17 },
];

const saidOfAll: readonly SaidOfAll[] = [
  { group: 'write-failed InvalidStateError', answer: 'skip' },
  { group: 'write-blocked', answer: 'skip' },
  { group: 'read-back-differs', answer: 'skip' },
  { group: 'entry-damaged', answer: 'keep' },
];

test('a saved run comes back as it was', () => {
  const run = savedRun({
    start: {
      choices: {
        existing: 'skip',
        refused: 'side-zip',
        salvages: true,
        skipsDamage: true,
        keepsDamaged: false,
        keepsOutside: true,
        selection: [[0, 3], [7, 8]], // prettier-ignore
        pace: { minStepMs: 5000, maxStepMs: 1000 },
        comparesAfterWriting: true,
      },
    },
    progress: { begunUntil: 9, done: [[0, 4], [6, 7]], bytesDone: 5, elapsedMs: 12.5, issues, saidOfAll, archive: 'unstow-refused-names (2).zip' }, // prettier-ignore
  });
  expect(parseRun(structuredClone(run))).toEqual(run);
  expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
});

describe('what is not a saved run is none:', () => {
  const run = savedRun({ progress: { begunUntil: 9, done: [[0, 4]] } });
  const other = (change: object): unknown => ({ ...run, ...change });
  const start = (change: object): unknown => other({ start: { ...run.start, ...change } });
  const progress = (change: object): unknown => other({ progress: { ...run.progress, ...change } });

  const choosing = (selection: unknown): unknown => start({ choices: { ...run.start.choices, selection } });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'run'],
    ['a list', []],
    ['no start', other({ start: null })],
    ['no progress', other({ progress: undefined })],
    ['one that would have any file removed', progress({ archive: 'precious.txt' })],
    ['one whose archive has a name that none is given', progress({ archive: 'unstow-refused-names (02).zip' })],
    ['of an older program, which knew no selections', start({ version: 1 })],
    ['of an older program, which left out what leads out', start({ version: 2 })],
    ['of an older program, which knew folders only', start({ version: 3 })],
    ['of an older program, which knew no names of pieces', start({ version: 4 })],
    ['of an older program, which knew no files under way', start({ version: 5 })],
    ['of an older program, which knew no chunks under way', start({ version: 6 })],
    ['of a newer program', start({ version: 8 })],
    ['one that goes nowhere', start({ target: undefined })],
    ['one that goes somewhere unknown', start({ target: { kind: 'cloud', name: 'x' } })],
    ['one into a folder without a name', start({ target: { kind: 'folder' } })],
    ['no choice about paths that lead out', start({ choices: { ...run.start.choices, keepsOutside: undefined } })],
    ['no selection', start({ choices: { ...run.start.choices, selection: undefined } })],
    ['a selection of nothing', choosing([])],
    ['a selection that is none', choosing('all')],
    ['a range of entries that ends before it begins', choosing([[3, 2]])],
    ['a range without entries', choosing([[3, 3]])],
    ['a range of entries below the first', choosing([[-1, 2]])],
    ['a range of halves', choosing([[0.5, 2]])],
    ['ranges out of order', choosing([[4, 5], [0, 1]])], // prettier-ignore
    ['ranges that overlap', choosing([[0, 5], [4, 6]])], // prettier-ignore
    ['ranges that are one', choosing([[0, 5], [5, 6]])], // prettier-ignore
    ['more ranges than any site has', choosing(Array.from({ length: 1_000_001 }, (_, n) => [2 * n, 2 * n + 1]))],
    ['an id that is a path', start({ id: '../../../../etc/x' })],
    ['an id of the wrong length', start({ id: 'ab' })],
    ['a size below zero', start({ size: -1 })],
    ['a size that is no number', start({ size: '5' })],
    ['a choice that is none', start({ choices: { ...run.start.choices, existing: 'delete' } })],
    ['a choice for refused names that is none', start({ choices: { ...run.start.choices, refused: 'delete' } })],
    ['a choice of the prototype', start({ choices: { ...run.start.choices, existing: 'toString' } })],
    ['a rest that is no time', start({ choices: { ...run.start.choices, pace: { minStepMs: NaN, maxStepMs: 0 } } })],
    ['a part without a size', start({ parts: [{ name: 'site.jpa' }] })],
    ['names that are none', start({ namesBefore: [['a', [1]]] })],
    ['a range that ends before it begins', progress({ done: [[3, 2]] })],
    ['a range of one number', progress({ done: [[3]] })],
    ['steps done that were not begun', progress({ done: [[0, 10]] })],
    ['steps begun that are not in the plan', progress({ begunUntil: 11 })],
    ['an issue of no known kind', progress({ issues: [{ kind: 'fine', path: 'a' }] })],
    ['an issue without its facts', progress({ issues: [{ kind: 'damaged', path: 'a' }] })],
    ['a damage that is none', progress({ issues: [{ kind: 'damaged', path: 'a', damage: { what: 'rust' } }] })],
    ['of no answers', progress({ saidOfAll: undefined })],
    ['of answers that are no list', progress({ saidOfAll: {} })],
    ['of answers to nothing', progress({ saidOfAll: [{ answer: 'skip' }] })],
    ['of an answer that is none', progress({ saidOfAll: [{ group: 'write-blocked', answer: 'retry' }] })],
    ['of answers that are text', progress({ saidOfAll: ['write-blocked'] })],
    ['a kind that every object has', progress({ issues: [{ kind: 'constructor' }] })],
  ])('%s', (_, value) => {
    expect(parseRun(value)).toBeNull();
  });
});

describe('what was said of all', () => {
  const parsed = (run: SavedRun, said: unknown): unknown =>
    parseRun({ ...run, progress: { ...run.progress, saidOfAll: said } })?.progress.saidOfAll;

  test.each<[string, SaidOfAll]>([
    ['a kind that there is not', { group: 'anything', answer: 'skip' }],
    ['what nobody is asked of all', { group: 'disk-full', answer: 'skip' }],
    ['a folder that has gone', { group: 'folder-gone', answer: 'skip' }],
    ['a name of the prototype', { group: 'constructor', answer: 'skip' }],
    ['a reason that no browser gives', { group: 'write-failed ../secret', answer: 'skip' }],
    ['no reason', { group: 'write-failed', answer: 'skip' }],
    ['a part that may be read by now', { group: 'part-unreadable site.jpa', answer: 'skip' }],
    ['an answer that was not offered', { group: 'write-failed InvalidStateError', answer: 'keep' }],
    ['more than a reason', { group: 'write-blocked x', answer: 'skip' }],
  ])('falls away where it is of %s', (_, foreign) => {
    const known: SaidOfAll = { group: 'entry-damaged', answer: 'skip' };
    expect(parsed(savedRun(), [foreign, known])).toEqual([known]);
    expect(parsed(savedFileRun(), [foreign])).toEqual([]);
  });

  test('is the group and the answer, and nothing that stands beside them', () => {
    const said = [{ group: 'write-blocked', answer: 'skip', entry: 'secret.txt' }];
    expect(parsed(savedRun(), said)).toEqual([{ group: 'write-blocked', answer: 'skip' }]);
  });
});

test('a saved run into one file comes back as it was', () => {
  const run = savedFileRun({ progress: { saidOfAll } });
  expect(parseRun(structuredClone(run))).toEqual(run);
  expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
  const cut = { output: { size: 10, crc32: 1 }, archiveSize: 99, directory: null };
  const tar = savedFileRun({ start: { target: { kind: 'tar.gz', name: 'a', page: 'p' } }, progress: { cut } });
  expect(parseRun(structuredClone(tar))).toEqual(tar);
});

const proving = { is: 'proving', read: 70, proved: 90, crc32: 3, packed: { size: 60, crc32: 4 } } as const;
const giving = {
  is: 'giving',
  proved: 900,
  proof: { crc32: 3, packing: { method: 'deflate', size: 500 } },
  packedCrc32: 4,
  read: 210,
  given: 200,
  givenCrc32: 5,
} as const;
const cutThere = savedFileRun().progress.cut;
const before = { ...cutThere, output: { size: 350, crc32: 7 }, archiveSize: 350 };

test.each<[string, UnderWay]>([
  ['proved', { soFar: proving, begun: cutThere }],
  ['given', { soFar: giving, begun: before }],
])('so does one whose next file was %s in part', (_, underWay) => {
  const run = savedFileRun({ progress: { underWay } });
  expect(parseRun(structuredClone(run))).toEqual(run);
});

test('a run may have begun at the last time that a date can be', () => {
  const run = savedFileRun({ start: { startedMs: 8.64e15 } });
  expect(parseRun(run)).toEqual(run);
});

describe('what is not a saved run into one file is none:', () => {
  const run = savedFileRun();
  const target = (change: object): unknown => ({
    ...run,
    start: { ...run.start, target: { ...run.start.target, ...change } },
  });
  const progress = (change: object): unknown => ({ ...run, progress: { ...run.progress, ...change } });
  const cut = (change: object): unknown => progress({ cut: { ...run.progress.cut, ...change } });
  const proved = (change: object): unknown =>
    progress({ underWay: { soFar: { ...proving, ...change }, begun: cutThere } });
  const given = (change: object, begun: object = before): unknown =>
    progress({ underWay: { soFar: { ...giving, ...change }, begun } });
  const packed = (packing: object): unknown => given({ proof: { crc32: 3, packing } });
  const directory = (change: object): unknown => cut({ directory: { ...run.progress.cut.directory, ...change } });

  test.each<[string, unknown]>([
    ['of a format that there is not', target({ kind: 'rar' })],
    ['without a name', target({ name: undefined })],
    ['of no page', target({ page: undefined })],
    ['of a page whose name leads elsewhere', target({ page: '../x' })],
    ['of a page whose name has an end to it', target({ page: 'a.b' })],
    ['of a page without a name', target({ page: '' })],
    ['without a cut', progress({ cut: undefined })],
    ['cut nowhere', cut({ output: null })],
    ['cut before its start', cut({ output: { size: -1, crc32: 0 } })],
    ['cut in the middle of a byte', cut({ output: { size: 0.5, crc32: 0 } })],
    ['without a sum', cut({ output: { size: 600 } })],
    ['whose file is not as large as the archive in it', cut({ archiveSize: 601 })],
    ['a ZIP without its directory', cut({ directory: null })],
    ['a TAR with one', target({ kind: 'tar' })],
    ['a directory without a sum', directory({ crc32: null })],
    ['a directory of nobody knows how many', directory({ count: undefined })],
    ['a directory of more members than steps are done', directory({ count: 5 })],
    ['with steps done that are not in the plan', progress({ doneUntil: 11 })],
    ['begun at a time that no date can be', { ...run, start: { ...run.start, startedMs: 8.64e15 + 1 } }],
    ['with steps done that are none', progress({ doneUntil: 'all' })],
    ['with a file under way of nobody knows how much', progress({ underWay: undefined })],
    ['with a file under way that is not in the plan', progress({ doneUntil: 10, underWay: { soFar: giving, begun: before } })], // prettier-ignore
    ['with a file under way that began nowhere', progress({ underWay: { soFar: proving } })],
    ['with a file that was proved without a sum', proved({ crc32: undefined })],
    ['with a file that was proved to less than nothing', proved({ proved: -5 })],
    ['with a file that was proved to nobody knows where', proved({ read: null })],
    ['with a file that was proved to give nobody knows what', proved({ packed: { size: 60 } })],
    ['with a file that is given from nobody knows where', given({ read: undefined })],
    ['with a file that was proved to more than the backup has', proved({ proved: 5001 })],
    ['with a file that was proved and is in the output', progress({ underWay: { soFar: proving, begun: before } })],
    ['with a file that is eaten', given({ is: 'eating' })],
    ['with a file that is given unproved', given({ proof: null })],
    ['with a file that is given without the sum of all', given({ packedCrc32: undefined })],
    ['with a file that is given without its sum', given({ givenCrc32: undefined })],
    ['with a file of which nothing is given', given({ given: 0 })],
    ['with a file of which more is given than there is', given({ given: 501 })],
    ['with a file of which more is given than the archive has', given({ given: 250 })],
    ['with a file that is packed as nobody can', packed({ method: 'toString', size: 500 })],
    ['with a stored file that is longer than it is', packed({ method: 'stored', size: 500 })],
    ['with a file under way that began in a TAR', given({}, { ...before, directory: null })],
    ['begun at a time that no date can be', { ...run, start: { ...run.start, startedMs: 8.64e15 + 1 } }],
    ['with steps done that are none', progress({ doneUntil: 'all' })],
    ['with the progress of one into a folder', { ...run, progress: savedRun().progress }],
    ['with the start of one into a folder', { ...run, start: savedRun().start }],
  ])('%s', (_, value) => {
    expect(parseRun(value)).toBeNull();
  });
});

test('every issue that a run may have is known again', () => {
  for (const issue of everyIssue) expect(isIssue(issue), issue.kind).toBe(true);
});
