// Two backups whose parts bear the same names, in two folders: each is itself, and so is what leads back to it.
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { sumsHere } from '../support/sums-here.ts';
import { into, jpaFile, quiet, usual } from './session-files.ts';

const months = ['january', 'february'] as const;

function backupOf(month: string): File {
  return jpaFile({ entries: [{ path: 'month.txt', content: month }] });
}

/** The backup in the folder of a month, open among both. */
async function openedIn(month: (typeof months)[number], store: MemoryStore): Promise<Session> {
  const session = new Session(store, sumsHere);
  const { backups } = await session.survey(months.map(backupOf), months);
  expect(backups).toMatchObject(months.map((folder) => ({ name: 'site.jpa', folder, problem: null })));
  await session.open(months.indexOf(month), { salvages: false }, quiet);
  return session;
}

test.each(months)('the backup of %s is extracted, and kept with its own handle', async (month) => {
  const disk = new FakeFolder();
  for (const name of months) disk.put(`${name}/site.jpa`, name);
  const handles = await Promise.all(
    months.map(async (name) => (await disk.handle.getDirectoryHandle(name)).getFileHandle('site.jpa')),
  );
  const store = new MemoryStore();
  const session = await openedIn(month, store);
  await session.keepHandles(handles);
  const folder = new FakeFolder();
  await session.extract(into(folder), usual, quiet);
  expect(folder.text('month.txt')).toBe(month);
  const kept = [...store.handles.values()];
  expect(kept).toHaveLength(1);
  const [part] = kept[0]?.parts ?? [];
  expect(part).toBe(handles[months.indexOf(month)]);
});

test('a backup of which not every part has a handle is kept without', async () => {
  const store = new MemoryStore();
  const session = await openedIn('january', store);
  await session.keepHandles([null, { name: 'site.jpa' } as FileSystemFileHandle]);
  await session.extract(into(new FakeFolder()), usual, quiet);
  expect([...store.handles.values()]).toMatchObject([{ parts: null }]);
});
