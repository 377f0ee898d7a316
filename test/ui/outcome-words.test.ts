import { describe, expect, test } from 'vitest';
import type { RunCheck } from '../../src/extract/events.ts';
import { issueCounts } from '../../src/ui/issue-counts.ts';
import { doneTitle, verdict, writtenWords } from '../../src/ui/outcome-words.ts';
import { everyIssue } from './support/every-issue.ts';
import { outcome } from './support/fake-client.ts';

/** What is said if, and only if, the check is in the list. */
const claims = {
  'part-count': /number of parts/,
  'entry-count': /entries that the archive announces/,
  'total-size': /sizes of the files add up/,
  'packed-size': /packed sizes add up/,
  'end-mark': /closes the archive/,
  'every-size': /exactly the size/,
  'every-stream-end': /ends exactly/,
  'every-checksum': /agrees with its checksum/,
} satisfies Record<RunCheck, RegExp>;

const all = Object.keys(claims).filter((key): key is RunCheck => key in claims);
const formats = ['jpa', 'jps', 'zip'] as const;

function said(checks: readonly RunCheck[], format: (typeof formats)[number] = 'jpa'): string {
  const { title, held, limits } = verdict(outcome({ checks, format }));
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

test('what is not complete is never called complete, nor good', () => {
  const lost = verdict(outcome({ isComplete: false, checks: all }));
  expect(lost).toMatchObject({ title: 'Not complete', tone: 'warn' });
  expect(verdict(outcome({ isComplete: true }))).toMatchObject({ title: 'Complete', tone: 'good' });
  expect(verdict(outcome({ isComplete: false, isCancelled: true }))).toMatchObject({ title: 'Stopped', tone: 'warn' });
});

test('the heading follows what was written', () => {
  expect(doneTitle(outcome())).toBe('Your files are out.');
  expect(doneTitle(outcome({ isComplete: false }))).toBe('Your files are out, but not all of them.');
  expect(doneTitle(outcome({ filesWritten: 0 }))).toBe('No file was written.');
  expect(writtenWords(outcome({ filesWritten: 3 }))).toBe('3 of 4 files, 400 bytes');
  expect(writtenWords(outcome({ filesTotal: 1, filesWritten: 1 }))).toBe('1 file, 400 bytes');
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
