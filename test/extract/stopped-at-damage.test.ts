// A run that is stopped at a damaged file has not given the file up: the part may be downloaded again, and the run gone on with.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HoldAnswer } from '../../src/extract/hold.ts';
import { Session } from '../../src/extract/session.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { sumsHere } from '../support/sums-here.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { fileOf, into, opened, quiet, usual } from './session-files.ts';

const entries = [
  { path: 'a.txt', content: 'a'.repeat(200_000), store: true },
  { path: 'b.txt', content: Array.from({ length: 20_000 }, (_, number) => `line ${number * number}`).join('\n') },
  { path: 'c.txt', content: 'c'.repeat(200_000), store: true },
];
const sound = new Uint8Array(writeJpa({ entries }));

/** The same but for some bytes in the middle of b.txt. */
function damaged(): Uint8Array {
  const bytes = sound.slice();
  bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 30);
  return bytes;
}

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function stopped(store: MemoryStore, folder: FakeFolder, answer: HoldAnswer | 'cancel') {
  const session = await opened([fileOf('site.jpa', damaged())], undefined, new Session(store, sumsHere));
  return session.extract(into(folder), { ...usual, skipsDamage: false }, ({ held }) => {
    if (held === null) return;
    expect(held.problem).toMatchObject({ code: 'entry-damaged', where: { entry: 'b.txt' } });
    void (answer === 'cancel' ? session.cancel() : session.answer(answer));
  });
}

test('what the run was stopped at is told, and done by the visit that goes on with it', async () => {
  const store = new MemoryStore();
  const folder = new FakeFolder();
  const first = await stopped(store, folder, 'stop');
  expect(first).toMatchObject({ isCancelled: true, isKept: true });
  const second = await opened([fileOf('site.jpa', sound)], undefined, new Session(store, sumsHere));
  const [id = ''] = store.runs.keys();
  const outcome = await second.continueRun(id, folder.handle, quiet);
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: entries.length });
  expect(folder.files().get('b.txt')).toEqual(new TextEncoder().encode(entries[1]?.content));
});

test('a run that is cancelled there says why a file is not there', async () => {
  const outcome = await stopped(new MemoryStore(), new FakeFolder(), 'cancel');
  expect(outcome).toMatchObject({ isCancelled: true, isKept: false });
});
