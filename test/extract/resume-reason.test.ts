// M-12: the reason why data is damaged is told once in a run, over all its visits.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { randomBytes } from '../archive/salvage/damage.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { writeZip } from '../support/write-zip.ts';
import { fileOf, into, opened, usual } from './session-files.ts';

beforeAll(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** The data of the first file went through a transfer in text mode, and its checksum is of what it was. */
const archive = (): File => {
  const changed = randomBytes(0x3_0000).map((byte) => (byte === 0x0d ? 0x0a : byte));
  const entries = [
    { path: 'a.png', content: changed, store: true, fields: { crc32: 1 } },
    { path: 'z.txt', content: 'the end' },
  ];
  return fileOf('site.zip', writeZip({ entries }));
};

test('a run that is broken off after it was told, and gone on with, tells it with all else', async () => {
  let isFull = true;
  const folder = new FakeFolder({
    fault: (operation, path) =>
      isFull && operation === 'close' && path === 'z.txt' ? new DOMException('no', 'QuotaExceededError') : undefined,
  });
  const store = new MemoryStore();
  const session = await opened([archive()], undefined, new Session(store));
  const first: Issue[] = [];
  const stopped = await session.extract(into(folder), usual, ({ held, newIssues }: RunUpdate) => {
    first.push(...newIssues);
    if (held !== null) void session.answer('stop');
  });
  expect(stopped).toMatchObject({ isCancelled: true, isKept: true });
  const told = [
    { kind: 'text-mode', part: 'site.zip', change: 'returns-to-feeds' },
    { kind: 'damaged', path: 'a.png' },
  ];
  expect(first).toMatchObject(told);

  isFull = false;
  const later = await opened([archive()], undefined, new Session(store));
  const [id = ''] = store.runs.keys();
  const second: Issue[] = [];
  const outcome = await later.continueRun(id, folder.handle, ({ newIssues }) => {
    second.push(...newIssues);
  });
  expect(outcome).toMatchObject({ isCancelled: false, filesWritten: 1 });
  expect(second).toMatchObject(told);
});
