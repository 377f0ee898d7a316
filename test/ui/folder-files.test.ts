import { describe, expect, test } from 'vitest';
import { filesInFolder, FolderTooBig, mayBePart, type Found } from '../../src/ui/folder-files.ts';
import { addToPicked } from '../../src/ui/picked-files.ts';

const opened: string[] = [];

function file(name: string): Found {
  return {
    name,
    file: () => {
      opened.push(name);
      return Promise.resolve(new File([], name));
    },
  };
}

function folder(name: string, ...found: readonly Found[]): Found {
  return {
    name,
    children: async function* () {
      await Promise.resolve();
      yield* found;
    },
  };
}

test('a folder gives its parts and those one level below, and opens no other file', async () => {
  opened.length = 0;
  const downloads = folder(
    'Downloads',
    file('site.jpa'),
    file('photo.jpg'),
    folder('parts', file('site.J01'), folder('deeper', file('site.j02'))),
  );
  const files = await filesInFolder(downloads);
  expect(files.map(({ name }) => name)).toEqual(['site.jpa', 'site.J01']);
  expect(opened).toEqual(['site.jpa', 'site.J01']);
});

test('a folder of more names than anyone wants searched is refused, and one with just as many is not', async () => {
  const many = (count: number): Found => folder('a', ...Array.from({ length: count }, (_, n) => file(`${n}.txt`)));
  await expect(filesInFolder(many(11), 10)).rejects.toBeInstanceOf(FolderTooBig);
  expect(await filesInFolder(many(10), 10)).toEqual([]);
});

describe('a name', () => {
  test.each([
    'a.jpa',
    'a.JPS',
    'a.zip',
    'a.j01',
    'a.J100',
    'a.z99',
    'a.j01.crdownload',
    'a.jpa.part',
    'Unconfirmed 1.crdownload',
    'a.j01 (1)',
  ])('%s may be a part', (name) => {
    expect(mayBePart(name)).toBe(true);
  });
  test.each(['a.jpg', 'a.j1', 'jpa', 'a.zip.sha256.asc', 'a.html', ''])('%s is none', (name) => {
    expect(mayBePart(name)).toBe(false);
  });
});

test('a file picked again replaces itself, and one of another size or date joins', () => {
  const make = (size: number, lastModified: number): File => new File(['x'.repeat(size)], 'site.j01', { lastModified });
  const [first, again, longer, later] = [make(1, 5), make(1, 5), make(2, 5), make(1, 6)];
  const picked = addToPicked([first], [again]);
  expect(picked).toHaveLength(1);
  expect(picked[0]).toBe(again);
  expect(addToPicked(picked, [longer, later])).toHaveLength(3);
});
