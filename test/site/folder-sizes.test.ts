// The biggest folders of an index.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { biggestFolders as biggestIn, type FolderSize } from '../../src/site/folder-sizes.ts';
import { indexWith } from '../plan/entries.ts';

const biggestFolders = (entries: readonly Entry[]): readonly FolderSize[] => biggestIn(indexWith(entries));

function file(path: string, size: number): Entry {
  return { path, kind: 'file', size, packedSize: size, data: { in: 'nothing' } };
}

test('sizes are summed at the top and one deeper, the biggest first', () => {
  const entries = [
    file('index.php', 999),
    file('images/a/1.jpg', 60),
    file('images/a/deep/2.jpg', 10),
    file('images/b/3.jpg', 20),
    file('images/c/tiny.jpg', 1),
    file('images/4.jpg', 9),
    file('media/x.js', 200),
  ];
  expect(biggestFolders(entries)).toEqual([
    { name: 'media', size: 200, fileCount: 1, inside: [] },
    {
      name: 'images',
      size: 100,
      fileCount: 5,
      inside: [
        { name: 'a', size: 70, fileCount: 2, inside: [] },
        { name: 'b', size: 20, fileCount: 1, inside: [] },
      ],
    },
  ]);
});

test('names that are no ordinary ones are folders like others', () => {
  const entries = [file('__proto__/a/x', 3), file('constructor/y', 2), file('/rooted/z', 1), file('./dotted/z', 1)];
  expect(biggestFolders(entries).map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'dotted', 'rooted']);
});

test('no more than a few are told of, and none without a byte', () => {
  const entries = Array.from({ length: 1000 }, (_, number) => file(`${number}/x`, number));
  expect(biggestFolders(entries).map(({ name }) => name)).toEqual(['999', '998', '997', '996', '995']);
  expect(biggestFolders([file('empty/x', 0)])).toEqual([]);
});

test('what is never extracted counts for nothing, and a path counts as it is written', () => {
  const data = { in: 'unsupported', method: 'LZMA', span: { offset: 0, length: 50 } } as const;
  const unsupported: Entry = { ...file('b/x', 50), data };
  const entries = [file('../out/x', 100), file('a/../b/x', 100), unsupported, file('a\\c/x', 5), file('a//./d/x', 7)];
  const sizesIn = (format: 'jpa' | 'zip') =>
    biggestIn(indexWith(entries, format)).map(({ name, size }) => [name, size]);
  expect(sizesIn('zip')).toEqual([['a', 12]]);
  expect(sizesIn('jpa')).toEqual([
    ['a', 7],
    ['a_c', 5],
  ]);
});
