// What can be chosen for an output, and what it is called.
import { describe, expect, test } from 'vitest';
import { outputChoices, outputName, outputVerb } from '../../src/ui/output-choice.ts';
import { content, open } from './support/fake-client.ts';

const kinds = (canWriteFolders: boolean): string[] => outputChoices(canWriteFolders).map(({ value }) => value);

test('a browser that can write folders offers them first', () => {
  expect(kinds(true)).toEqual(['folder', 'zip', 'tar', 'tar.gz']);
});

test('one that cannot offers files only', () => {
  expect(kinds(false)).toEqual(['zip', 'tar', 'tar.gz']);
});

test('the button says what it does', () => {
  expect(outputVerb('folder')).toBe('Extract to folder');
  expect(outputVerb('tar.gz')).toBe('Save as .tar.gz');
});

describe('the file is named after the backup', () => {
  const backup = (name: string, parts = [name]) => ({
    ...open,
    content,
    name,
    parts: parts.map((part) => ({ name: part, size: 1, state: 'present' as const })),
  });

  test.each([
    ['site.jpa', 'site.zip'],
    ['site-example.org-20260402.jps', 'site-example.org-20260402.zip'],
    ['no-ending', 'no-ending.zip'],
    ['.jpa', '.jpa.zip'],
  ])('%s → %s', (name, expected) => {
    expect(outputName(backup(name), 'zip')).toBe(expected);
  });

  test('but never like one of its parts', () => {
    expect(outputName(backup('site.zip', ['site.z01', 'Site.ZIP']), 'zip')).toBe('site-unstowed.zip');
  });
});
