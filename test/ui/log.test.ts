import { describe, expect, test } from 'vitest';
import type { PartLine } from '../../src/extract/worker-api.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { addToLog, emptyLog, logText } from '../../src/ui/log-lines.ts';
import { errorLines, openedLines, surveyLines } from '../../src/ui/log-words.ts';
import { found, locked, open } from './support/fake-client.ts';

describe('the log', () => {
  const roomy = { lines: 1000, size: 1_000_000, line: 1000 };

  test('is bounded in lines, and says how much is gone', () => {
    const limits = { ...roomy, lines: 3 };
    const log = addToLog(addToLog(emptyLog, ['a', 'b'], limits), ['c', 'd'], limits);
    expect(logText(log)).toEqual(['(1 older line dropped to save memory)', 'b', 'c', 'd']);
    expect(logText(addToLog(emptyLog, ['a'], limits))).toEqual(['a']);
  });

  test('is bounded in bytes', () => {
    const limits = { ...roomy, size: 20 };
    const log = addToLog(addToLog(emptyLog, ['12345', '12345'], limits), ['abc'], limits);
    expect(log).toMatchObject({ lines: ['12345', 'abc'], size: 16, dropped: 1 });
  });

  test('cuts a line that would fill it alone', () => {
    const log = addToLog(emptyLog, ['x'.repeat(50)], { ...roomy, line: 10 });
    expect(log.lines).toEqual([`${'x'.repeat(10)}…`]);
  });

  test('keeps the code and the place of an error, and what caused it', () => {
    const text = errorLines(new ExtractError('disk-full', { entry: 'a.php' }, new Error('no space'))).join('\n');
    expect(text).toMatch(/disk-full.*a\.php/);
    expect(text).toContain('no space');
  });

  test('names what was found, with its parts, but not millions of them', () => {
    const parts: PartLine[] = Array.from({ length: 60 }, (_, index) => ({
      name: `site.j${index}`,
      size: 0,
      state: 'missing',
    }));
    const backup = { ...found(0, 'site.jpa', { parts: [] }), parts };
    const text = surveyLines({ backups: [backup], strays: ['notes.txt'] }, 1500).join('\n');
    expect(text).toMatch(/1\.500 s: 1 backup and 1 other file/);
    expect(text).toMatch(/site\.jpa: 100 bytes in 60 parts, parts-missing/);
    expect(text).toContain('site.j49: 0 bytes, missing');
    expect(text).not.toContain('site.j50');
    expect(text).toContain('and 10 more parts');
  });

  test('holds the facts of a backup once it is open', () => {
    const facts = openedLines(open, 250).join('\n');
    expect(facts).toMatch(/opened site\.jpa in 0\.250 s: jpa 1\.2, 100 bytes/);
    expect(facts).toContain('4 files, 1 folders, 0 links, 400 bytes extracted');
    expect(openedLines(locked, 1).join('\n')).toMatch(/encrypted.*\n.*needs a password/);
  });
});
