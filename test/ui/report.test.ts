import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { addToLog, emptyLog, errorLines, logText } from '../../src/ui/log-lines.ts';
import { issueLines, reportLines } from '../../src/ui/report.ts';
import { everyIssue } from './support/every-issue.ts';
import { content, open, outcome } from './support/fake-client.ts';

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
    backup: { ...open, content },
    outcome: outcome({ isComplete: false, filesWritten: 3, checks: ['entry-count'] }),
    issues: [{ kind: 'kept-existing', path: 'index.php' }],
  } as const;
  const text = reportLines(run, 0).join('\n');
  expect(text).toMatch(/Backup: {2}site\.jpa \(JPA 1\.2\)/);
  expect(text).toMatch(/Written: 3 of 4 files/);
  expect(text).toContain('Not complete');
  expect(text).toContain('All 5 entries');
  expect(text).toContain('index.php');
});

describe('the log', () => {
  test('is bounded, and says how much is gone', () => {
    const log = addToLog(addToLog(emptyLog, ['a', 'b'], 3), ['c', 'd'], 3);
    expect(logText(log)).toEqual(['(1 older lines were dropped to save memory)', 'b', 'c', 'd']);
    expect(logText(addToLog(emptyLog, ['a'], 3))).toEqual(['a']);
  });

  test('keeps the code and the place of an error, and what caused it', () => {
    const text = errorLines(new ExtractError('disk-full', { entry: 'a.php' }, new Error('no space'))).join('\n');
    expect(text).toMatch(/disk-full.*a\.php/);
    expect(text).toContain('no space');
  });
});
