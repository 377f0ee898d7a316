import { describe, expect, test } from 'vitest';
import { FolderTree, whatIs } from '../../src/sink/folder-tree.ts';
import { ComponentError } from '../../src/sink/write-error.ts';
import { FakeFolder, type FakeOperation } from '../support/fake-folder.ts';
import { safe } from './stage.ts';

/** A folder that tells which operations it has seen. */
function watched(prepare: (folder: FakeFolder) => void = () => undefined): {
  tree: FolderTree;
  folder: FakeFolder;
  calls: string[];
} {
  const calls: string[] = [];
  const fault = (operation: FakeOperation, path: string): undefined => {
    calls.push(`${operation} ${path}`);
  };
  const folder = new FakeFolder({ fault });
  prepare(folder);
  return { tree: new FolderTree(folder.handle, new Map(), () => Promise.resolve()), folder, calls };
}

test('each folder is fetched once, however many ask for it at once', async () => {
  const { tree, folder, calls } = watched();
  const path = safe('a/b/c');
  const folders = await Promise.all([1, 2, 3, 3, 2].map((depth) => tree.folder(path, depth)));
  await tree.folder(safe('a/b/d'), 2);
  expect(calls).toEqual(['list ', 'getDirectoryHandle a', 'getDirectoryHandle a/b', 'getDirectoryHandle a/b/c']);
  expect(folders[2]).toBe(folders[3]);
  expect(folder.directories()).toEqual(['a', 'a/b', 'a/b/c']);
});

test('the chosen folder itself is listed and not made', async () => {
  const { tree, folder, calls } = watched();
  const root = await tree.folder(safe('a'), 0);
  expect(calls).toEqual(['list ']);
  expect(await root.handle.isSameEntry(folder.handle)).toBe(true);
});

test('only folders that were there before are listed', async () => {
  const { tree, calls } = watched((folder) => {
    folder.put('old/A.txt', '');
  });
  const old = await tree.folder(safe('old/new'), 1);
  const made = await tree.folder(safe('old/new'), 2);
  expect([...old.earlier]).toEqual(['a.txt']);
  expect([...made.earlier]).toEqual([]);
  expect(calls.filter((call) => call.startsWith('list'))).toEqual(['list ', 'list old']);
});

test('the component that could not be reached is named', async () => {
  const { tree } = watched();
  const error: unknown = await tree.folder(safe('a/con/b'), 3).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ComponentError);
  expect(error).toMatchObject({ component: 'con', cause: { name: 'TypeError' } });
});

describe('looking for a file creates nothing', () => {
  const folder = new FakeFolder();
  folder.put('file', '');
  folder.putDirectory('directory');

  test.each([
    ['file', 'file'],
    ['directory', 'directory'],
    ['neither', null],
  ])('%s: %s', async (name, kind) => {
    expect(await whatIs(folder.handle, name)).toBe(kind);
    expect([...folder.files().keys(), ...folder.directories()]).toEqual(['file', 'directory']);
  });

  test('and a name that is refused is no answer', async () => {
    await expect(whatIs(folder.handle, 'a?')).rejects.toThrow(TypeError);
  });
});
