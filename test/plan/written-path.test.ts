import { expect, test } from 'vitest';
import type { Format } from '../../src/archive/entry.ts';
import { fileAt, writtenPath } from '../../src/plan/written-path.ts';
import { entry, indexWith } from './entries.ts';

test.each<[string, Format, string | null]>([
  ['installation/sql/site.s01', 'jpa', 'installation/sql/site.s01'],
  ['./installation/a', 'jpa', 'installation/a'],
  ['/installation//a', 'jps', 'installation/a'],
  ['installation/./a', 'jpa', 'installation/a'],
  ['installation\\a', 'zip', 'installation/a'],
  ['installation\\a', 'jpa', 'installation_a'],
  ['installation/', 'jpa', 'installation'],
  ['a b/é', 'jpa', 'a b/é'],
  ['C:/a', 'zip', 'C_/a'],
  ['x/../installation/a', 'jpa', null],
  ['..', 'jpa', null],
  ['./', 'jpa', null],
  ['', 'jpa', null],
])('%j in a %s is written as %j', (path, format, written) => {
  expect(writtenPath(path, format)).toBe(written);
});

test('a file is found however its path is spelled: the first, and no folder', () => {
  const [folder, first, second] = [entry('a/b/'), entry('./a/b', { size: 1 }), entry('a/b', { size: 2 })];
  expect(fileAt(indexWith([folder, first, second]), 'a/b')).toBe(first);
  expect(fileAt(indexWith([folder]), 'a/b')).toBeUndefined();
});
