import { describe, expect, test } from 'vitest';
import type { Outcome, RunCheck } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { issueCounts } from '../../src/ui/issue-counts.ts';
import { doneTitle, lastSeenWords, verdict, writtenWords } from '../../src/ui/outcome-words.ts';
import type { Result } from '../../src/ui/verdict.ts';
import { everyIssue } from './support/every-issue.ts';
import { outcome, update } from './support/fake-client.ts';

function result(change: Partial<Outcome>, issues: readonly Issue[] = []): Result {
  return { outcome: outcome(change), issues };
}

/** What is said if, and only if, the check is in the list. */
const claims = {
  'part-count': /number of parts/,
  'entry-count': /announces [\d,]+ entries/,
  'total-size': /sizes of (the|all its) files add up/,
  'packed-size': /packed sizes add up/,
  'end-mark': /closes the archive/,
  'every-size': /exactly the size/,
  'every-stream-end': /ends exactly/,
  'every-checksum': /agrees with its checksum/,
  'read-back': /read back after writing/,
} satisfies Record<RunCheck, RegExp>;

const all = Object.keys(claims).filter((key): key is RunCheck => key in claims);
const formats = ['jpa', 'jps', 'zip'] as const;

function said(checks: readonly RunCheck[], format: (typeof formats)[number] = 'jpa'): string {
  const { title, held, limits } = verdict(result({ checks, format }));
  return [title, ...held, limits].join('\n');
}

describe('a check', () => {
  test.each(all)('%s that did not run is not claimed', (check) => {
    for (const format of formats) {
      const others = all.filter((other) => other !== check);
      expect(said(others, format)).not.toMatch(claims[check]);
      expect(said([check], format)).toMatch(claims[check]);
    }
  });

  test('none is claimed where none ran', () => {
    for (const format of formats) {
      const text = said([], format);
      for (const check of all) expect(text).not.toMatch(claims[check]);
      expect(text).not.toMatch(/cut piece/);
    }
  });
});

describe('the limits', () => {
  test.each(['entry-count', 'every-size', 'every-stream-end'] as const)(
    'do not promise that a missing piece is noticed without %s',
    (check) => {
      expect(said(all)).toMatch(/missing or cut piece is noticed/);
      expect(said(all.filter((other) => other !== check))).not.toMatch(/missing or cut piece is noticed/);
    },
  );

  test('say that JPA and JPS have no checksums, and that a checksum is no seal', () => {
    expect(said(all, 'jpa')).toContain('no checksums');
    expect(said(all, 'jps')).toContain('no checksums');
    expect(said(all, 'zip')).toContain('deliberate change');
  });

  test('nothing is ever called verified, safe or free of errors', () => {
    for (const format of formats) expect(said(all, format)).not.toMatch(/verified|safe\b|no errors|100/i);
  });
});

const kept = (count: number): Issue[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'kept-existing', path: `${index}.php` }) as const);

describe('the result', () => {
  test('of what is not complete is never called complete, nor good', () => {
    const lost = verdict(result({ isComplete: false, checks: all }));
    expect(lost).toMatchObject({ title: 'Not complete', tone: 'warn' });
    expect(verdict(result({ isComplete: true }))).toMatchObject({ title: 'Complete', tone: 'good' });
    const stopped = verdict(result({ isComplete: false, isCancelled: true }));
    expect(stopped).toMatchObject({ title: 'Stopped', tone: 'warn' });
  });

  test('where files were left as chosen is neither complete nor a warning', () => {
    const some = result({ isComplete: false, filesWritten: 3, filesKept: 1 }, kept(1));
    expect(verdict(some)).toMatchObject({ title: 'As you chose', tone: 'plain' });
    expect(verdict(some).meaning).toContain('not compared with the backup');
    expect(doneTitle(some)).toBe('The files that were not there before are out.');
  });

  test('where every file was left claims nothing about files written', () => {
    const none = result({ isComplete: false, filesWritten: 0, filesKept: 4, checks: all }, kept(4));
    expect(verdict(none)).toMatchObject({ title: 'As you chose', tone: 'plain', limits: null });
    expect(verdict(none).held.join()).not.toMatch(/every/i);
    expect(doneTitle(none)).toBe('No file was written: all were there before.');
  });

  test('with a loss beside files left as chosen is not complete', () => {
    const lost = { kind: 'damaged', path: 'a', damage: { what: 'broken-stream' } } as const;
    const some = result({ isComplete: false, filesWritten: 2, filesKept: 1 }, [...kept(1), lost]);
    expect(verdict(some)).toMatchObject({ title: 'Not complete', tone: 'warn' });
    const all = result({ isComplete: false, filesWritten: 3, filesKept: 1 }, [
      ...kept(1),
      { kind: 'end-mark-missing', missing: 17 },
    ]);
    expect(verdict(all).title).toBe('Not complete');
  });

  test.each([
    { entriesTotal: 0, title: 'This backup is empty.', written: 'Nothing in it' },
    { entriesTotal: 1, title: 'There are no files in this backup.', written: '1 entry, not a file' },
  ])('of $entriesTotal entries without a file is not green', ({ entriesTotal, title, written }) => {
    const empty = result({ filesWritten: 0, filesTotal: 0, bytesWritten: 0, entriesTotal });
    expect(verdict(empty)).toMatchObject({ title: 'No files', tone: 'plain', limits: null });
    expect(doneTitle(empty)).toBe(title);
    expect(writtenWords(empty.outcome)).toBe(written);
  });
});

test('the heading follows what was written', () => {
  expect(doneTitle(result({}))).toBe('Your files are out.');
  expect(doneTitle(result({ isComplete: false, filesWritten: 3 }))).toBe('Your files are out, but not all of them.');
  expect(doneTitle(result({ isComplete: false }))).toMatch(/^Every file that was found is out, but/);
  expect(doneTitle(result({ isComplete: false, filesWritten: 0 }))).toBe('No file was written.');
  expect(writtenWords(outcome({ filesWritten: 3 }))).toBe('3 of 4 files, 400 bytes');
  expect(writtenWords(outcome({ filesTotal: 1, filesWritten: 1 }))).toBe('1 file, 400 bytes');
});

test('a run that never told its outcome is told by its last word, and as such', () => {
  expect(lastSeenWords(null)).toBe('The run had told nothing yet');
  expect(lastSeenWords(update())).toBe('At the last count 1 of 4 files was settled, 100 bytes written');
});

test('what was left out is counted by kind, links one by one', () => {
  const links = {
    kind: 'links-left-out',
    links: Array.from({ length: 3 }, () => ({ path: 'a', target: 'b' })),
  } as const;
  expect(issueCounts([links, { kind: 'kept-existing', path: 'a' }, { kind: 'kept-existing', path: 'b' }])).toEqual([
    '3 symbolic links left out: a browser cannot make links',
    '2 files left as found in the folder, as you chose',
  ]);
  expect(issueCounts([{ kind: 'bytes-before', count: 9 }])).toEqual([]);
  expect(issueCounts(everyIssue).join('\n')).not.toMatch(/undefined|NaN/);
});
