import { describe, expect, test } from 'vitest';
import { filesInFolder, FolderTooBig, mayBePart, type Found } from '../../src/ui/folder-files.ts';
import { folderOf, withFolder } from '../../src/ui/file-folders.ts';
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

test('every file knows the folder it was found in', async () => {
  const months = folder(
    'backups',
    file('site.jpa'),
    folder('january', file('site.jpa')),
    folder('february', file('site.jpa')),
  );
  const files = await filesInFolder(months);
  expect(files.map(folderOf)).toEqual(['backups', 'backups/january', 'backups/february']);
});

describe('of a file', () => {
  const withPath = (path: string): File =>
    Object.defineProperty(new File([], 'site.jpa'), 'webkitRelativePath', { value: path });
  test.each([
    ['backups/january/site.jpa', 'backups/january'],
    ['site.jpa', ''],
    ['', ''],
  ])('that a folder input gives as "%s" the folder is "%s"', (path, name) => {
    expect(folderOf(withPath(path))).toBe(name);
  });
  test('that was picked by itself the folder is not known', () => {
    expect(folderOf(new File([], 'site.jpa'))).toBe('');
  });
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

test('a file of another folder joins, though all else is the same, and the folder picked again replaces it', () => {
  const make = (name: string): File => withFolder(new File(['x'], 'site.j01', { lastModified: 5 }), name);
  const picked = addToPicked([make('january')], [make('february')]);
  expect(picked.map(folderOf)).toEqual(['january', 'february']);
  expect(addToPicked(picked, [make('january')])).toHaveLength(2);
});
