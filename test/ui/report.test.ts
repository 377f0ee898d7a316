import { describe, expect, test } from 'vitest';
import type { Destination, RunUpdate } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { abandonedWorth, keptWords, removedWords, worthWords } from '../../src/ui/cancelled-words.ts';
import { startReading } from '../../src/ui/progress-meter.ts';
import { issueLines, reportLines } from '../../src/ui/report.ts';
import { plainText } from '../../src/ui/words.ts';
import { everyIssue } from './support/every-issue.ts';
import { content, open, outcome, update } from './support/fake-client.ts';

describe('the saved warnings', () => {
  test('hold every issue with its entry, links one by one', () => {
    const text = issueLines(everyIssue).join('\n');
    for (const issue of everyIssue) if ('path' in issue && issue.path !== '') expect(text).toContain(issue.path);
    expect(text).toContain('current -> releases/12');
    expect(text).not.toMatch(/undefined|\[object/);
  });

  test('show nothing hidden in a name, so that a name cannot forge a line', () => {
    const lines = issueLines([{ kind: 'kept-existing', path: 'a\nComplete' }]);
    expect(lines[0]).toBe('a<U+000A>Complete');
  });
});

test('the report says what was written, what was not, and what was checked', () => {
  const run = {
    name: 'done',
    isSaved: true,
    backup: { ...open, content },
    outcome: outcome({ isComplete: false, filesWritten: 3, checks: ['entry-count'] }),
    issues: [{ kind: 'kept-existing', path: 'index.php' }],
  } as const;
  const text = reportLines(run, 0).join('\n');
  expect(text).toMatch(/Backup: {2}site\.jpa \(JPA 1\.2\)/);
  expect(text).toMatch(/Written: 3 of 4 files/);
  expect(text).toContain('Not complete');
  expect(text).toContain('announces 5 entries');
  expect(text).toContain('index.php');
});

describe('the report of a run that was not waited for', () => {
  const issues = [{ kind: 'left-behind', path: 'a.php', reason: 'NoModificationAllowedError' }] as const;
  const said = (destination: Destination, last: RunUpdate): string => {
    const backup = { ...open, content };
    const reading = startReading(0);
    const state = { name: 'running', backup, destination, folder: null, reading, issues, cancelledMs: 1 } as const;
    const run = { ...state, update: last };
    return reportLines({ name: 'cancelled', backup, outcome: null, run, issues }, 0).join('\n');
  };
  const zip = { kind: 'zip', name: 'site.zip' } as const;

  test('says what may lie in the folder', () => {
    const text = said({ kind: 'folder', name: 'public_html' }, update({ closing: 12, bytesWritten: 100, runId: 'id' }));
    expect(text).toContain('1 of 4 files was settled, 100 bytes written');
    expect(text).toMatch(/12 files .* not closed yet may be in the folder, empty/);
    expect(text).toContain('Files that were complete stay.');
    expect(text).toContain('a.php');
    expect(text).not.toMatch(/undefined|Complete|have been removed/);
  });

  test('says of one file on record that it may be kept, and where it can be deleted', () => {
    const text = said(zip, update({ closing: 1, runId: 'id' }));
    expect(text).toMatch(
      /may be kept by the browser: if it is, the start page offers to continue .* delete what is kept/,
    );
    expect(text).not.toMatch(/in the folder, empty|Files that were complete|crswap/);
  });

  test('says of any other file what may be left of it', () => {
    const text = said(zip, update({ closing: 1 }));
    expect(text).toMatch(/If you chose the file yourself, it may be there, empty .*\.crswap: delete it/);
    expect(text).not.toMatch(/in the folder, empty|Files that were complete|kept by the browser/);
  });
});

test.each([
  ['folder', 'not the whole backup'],
  ['tar', 'in one file'],
  ['test', 'nothing is known'],
] as const)('what a run into one %s that was not waited for is worth is told', (kind, words) => {
  expect(abandonedWorth({ destination: { kind, name: 'a' }, update: null })).toContain(words);
});

test('a run cancelled at the very end does not call what it wrote a part of the backup', () => {
  const all = outcome({ isCancelled: true, isComplete: false });
  expect(keptWords(all)).toMatch(/^All files were written/);
  expect(worthWords(all)).not.toContain('not the whole');
  expect(keptWords({ ...all, filesWritten: 1 })).toBe('The one file that was complete stays in the folder.');
  expect(worthWords({ ...all, filesWritten: 1 })).toContain('not the whole');
});

describe('the report of a cancelled run', () => {
  const cancelled = (issues: readonly Issue[]): string => {
    const ended = outcome({ isCancelled: true, isComplete: false, filesWritten: 1 });
    return reportLines({ name: 'cancelled', backup: { ...open, content }, outcome: ended, issues }, 0).join('\n');
  };

  test('says that partial files were removed where they were', () => {
    expect(cancelled([])).toContain('Files that were only partly written have been removed.');
  });

  test('speaks of no partial files where all were written', () => {
    const ended = outcome({ isCancelled: true, isComplete: false });
    expect(keptWords(ended)).toContain('All files were written');
    expect(plainText(removedWords(ended, []))).toBe('');
  });

  test('names the one file that everything was to go into, where the browser still holds it', () => {
    const destination = { kind: 'zip', name: 'site.zip' } as const;
    const ended = outcome({ isCancelled: true, isComplete: false, filesWritten: 0, destination });
    const issues = [{ kind: 'left-behind', path: 'site.zip', reason: 'TimeoutError' }] as const;
    const words = (found: readonly Issue[]): string => plainText(removedWords(ended, found));
    expect(words(issues)).toMatch(/the browser still holds .*: site\.zip may stay behind/);
    expect(words([])).toBe('');
  });

  test('names those that could not be', () => {
    const text = cancelled([{ kind: 'left-behind', path: 'big.sql', reason: 'NotAllowedError' }]);
    expect(text).toMatch(/1 partly written file could not be removed: big\.sql\. Delete it/);
    expect(text).not.toContain('Files that were only');
  });
});
