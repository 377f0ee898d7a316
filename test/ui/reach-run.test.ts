import { expect, test, vi } from 'vitest';
import type { UnfinishedRun } from '../../src/extract/worker-api.ts';
import { reachableFolder, reachRun } from '../../src/ui/reach-run.ts';

const run: Omit<UnfinishedRun, 'target' | 'parts'> = {
  id: '',
  backup: 'site.jpa',
  partNames: ['site.jpa'],
  startedMs: 0,
  isSelection: false,
  fraction: 0,
};
const intoFile = { kind: 'zip', name: 'site.zip', file: null, page: 'p' } as const;

/** What the browser says when it is asked; handles cannot be made in Node. */
function folderThat(says: PermissionState): FileSystemDirectoryHandle {
  const answer = vi.fn(() => Promise.resolve(says));
  return {
    kind: 'directory',
    requestPermission: answer,
    queryPermission: answer,
  } as unknown as FileSystemDirectoryHandle;
}

function partThat(says: PermissionState, answer = vi.fn(() => Promise.resolve(says))): FileSystemFileHandle {
  const getFile = (): Promise<File> => Promise.resolve(new File(['x'], 'site.jpa'));
  return { requestPermission: answer, queryPermission: answer, getFile } as unknown as FileSystemFileHandle;
}

test('for a run into a folder that may not be written to, nothing else is asked for', async () => {
  const asked = vi.fn(() => Promise.resolve<PermissionState>('granted'));
  const target = { kind: 'folder', name: 'a', folder: folderThat('denied') } as const;
  expect(await reachRun({ ...run, target, parts: [partThat('granted', asked)] })).toEqual({
    mayWrite: false,
    files: null,
  });
  expect(asked).not.toHaveBeenCalled();
  expect(await reachableFolder({ ...run, target, parts: null })).toBeNull();
});

test('for a run into one file that is downloaded there is nothing to ask for, and its parts are had by their handles', async () => {
  const { mayWrite, files } = await reachRun({ ...run, target: intoFile, parts: [partThat('granted')] });
  expect(mayWrite).toBe(true);
  expect(files?.map(({ name }) => name)).toEqual(['site.jpa']);
  expect(await reachableFolder({ ...run, target: intoFile, parts: null })).toBeNull();
});

test('for a run into a file that the user chose leave is asked for, and without it the file is downloaded', async () => {
  const asked = vi.fn(() => Promise.resolve<PermissionState>('denied'));
  const target = { ...intoFile, file: partThat('denied', asked) };
  expect(await reachRun({ ...run, target, parts: null })).toEqual({ mayWrite: true, files: null });
  expect(asked).toHaveBeenCalledWith({ mode: 'readwrite' });
});

test('parts that may not be read, or were picked without a handle, are to be picked again', async () => {
  for (const parts of [[partThat('denied')], null])
    expect(await reachRun({ ...run, target: intoFile, parts })).toEqual({ mayWrite: true, files: null });
});
