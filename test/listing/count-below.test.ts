// What a folder holds.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { countBelow } from '../../src/listing/count-below.ts';

function entry(path: string, kind: Entry['kind'], size = 0): Entry {
  return { path, kind, size, packedSize: size, data: { in: 'nothing' } };
}

test('files, folders and bytes below it, and nothing beside it', () => {
  const entries = [
    entry('a/', 'directory'),
    entry('a/1.txt', 'file', 10),
    entry('a/b/c/2.txt', 'file', 20),
    entry('a/d/', 'directory'),
    entry('a/link', 'link', 3),
    entry('ab/3.txt', 'file', 40),
    entry('z/a/4.txt', 'file', 80),
  ];
  expect(countBelow(entries, 'a/')).toEqual({ fileCount: 3, directoryCount: 3, size: 33 });
  expect(countBelow(entries, 'a')).toEqual(countBelow(entries, 'a/'));
  expect(countBelow(entries, 'a/d/')).toEqual({ fileCount: 0, directoryCount: 0, size: 0 });
});
