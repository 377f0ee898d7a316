// A folder in which a run was broken off, and nothing that tells how far it came.
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { toJournalText } from '../../src/journal/journal-text.ts';
import { markerHeading, markerName } from '../../src/journal/run-marker.ts';
import { MemoryStore, savedRun } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { jpaFile, opened, usual } from './session-files.ts';

const id = '0123456789abcdef';
const marker = markerName(id);
const journal = toJournalText({ run: savedRun({ start: { id } }), order: 1 });

test.each([
  ['a run that had begun to write', markerHeading, true],
  ['one that keeps its state in the folder, read by a page that keeps it elsewhere', journal, true],
  ['one whose state was cut short', journal.slice(0, -20), true],
  ['F-26: one whose mark was filled with zeros', '\0'.repeat(100), true],
  ['F-26: one whose mark was emptied, or that had begun nothing', '', true],
  ['a file of somebody else', 'a note', false],
])('F-30: the user is told of a run that this browser has no record of: %s', async (_, text, isTold) => {
  const folder = new FakeFolder();
  folder.put(marker, text);
  folder.put('a.txt', 'there');
  const session = await opened(
    [jpaFile({ entries: [{ path: 'a.txt', content: 'a' }] })],
    undefined,
    new Session(new MemoryStore()),
  );
  const { unfinished, unknownRuns } = await session.surveyFolder(folder.handle, usual);
  expect(unfinished).toBeNull();
  expect(unknownRuns?.ids ?? []).toEqual(isTold ? [id] : []);
});

test('nothing of the sort is said of a folder without a marker', async () => {
  const session = await opened([jpaFile({ entries: [] })], undefined, new Session(new FolderStore()));
  expect(await session.surveyFolder(new FakeFolder().handle, usual)).toMatchObject({ unknownRuns: null });
});

test('nor of a run whose journal is in the folder, read by a page that keeps its own there', async () => {
  const folder = new FakeFolder();
  folder.put(marker, journal);
  const session = await opened([jpaFile({ entries: [] })], undefined, new Session(new FolderStore()));
  expect(await session.surveyFolder(folder.handle, usual)).toMatchObject({ unknownRuns: null });
});
