// The biggest folders of an index.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { biggestFolders } from '../../src/site/folder-sizes.ts';

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
