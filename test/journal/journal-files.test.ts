// F-26: the two files that keep a run in its folder, either of which a power cut may tear.
import { describe, expect, test } from 'vitest';
import { JournalFiles } from '../../src/journal/journal-files.ts';
import { isOfMarker, markedRun, markerName, RunMarker, secondName } from '../../src/journal/run-marker.ts';
import type { FolderProgress, SavedFolderRun } from '../../src/journal/saved-run.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { savedRun, someId } from './runs.ts';

const names = [markerName(someId), secondName(someId)];
const begunMs = 1_700_000_000_000;

/** A run after so many saves. */
function after(saves: number, progress: Partial<FolderProgress> = {}): SavedFolderRun {
  const savedMs = begunMs + 1000 * saves;
  return savedRun({ progress: { begunUntil: 10, filesDone: saves, done: [[0, 1 + saves]], savedMs, ...progress } });
}

async function marked(): Promise<FakeFolder> {
  const folder = new FakeFolder();
  await new RunMarker(folder.handle, someId).make();
  return folder;
}

async function keptIn(folder: FakeFolder, runs: readonly SavedFolderRun[]): Promise<void> {
  const files = new JournalFiles(folder.handle, someId);
  await files.read();
  for (const run of runs) await files.write(run);
}

const found = (folder: FakeFolder): Promise<SavedFolderRun | null> => new JournalFiles(folder.handle, someId).read();

/** Of the two, the one that was written last. */
function newestIn(folder: FakeFolder): string {
  const orderOf = (name: string): number => Number(/"order":(\d+)/.exec(folder.text(name) ?? '')?.[1] ?? 0);
  const [marker = '', second = ''] = names;
  return orderOf(second) > orderOf(marker) ? second : marker;
}

test('a run is found as its last save left it, in whichever file that is', async () => {
  for (let saves = 1; saves <= 5; saves += 1) {
    const folder = await marked();
    const runs = Array.from({ length: saves }, (_, number) => after(number));
    await keptIn(folder, runs);
    expect(await found(folder)).toEqual(runs.at(-1));
    expect([...folder.files().keys()]).toEqual(names);
  }
});

test('both files tell of the run, and are nobody else’s', () => {
  expect(names).toEqual(['.unstow-0123456789abcdef.txt', '.unstow-0123456789abcdef.2.txt']);
  for (const name of names) {
    expect(markedRun(name)).toBe(someId);
    for (const suffix of ['', '.crswap', '.1.crswap']) expect(isOfMarker(name + suffix)).toBe(true);
  }
  for (const name of [
    '.unstow-0123456789abcdef.3.txt',
    '.unstow-0123456789abcdef.2.2.txt',
    '.unstow-0123456789abcdef.2',
  ])
    expect(isOfMarker(name)).toBe(false);
});

test('a clock that was set back makes no older save the last', async () => {
  const folder = await marked();
  const last = after(2, { savedMs: begunMs - 3_600_000 });
  await keptIn(folder, [after(0), after(1), last]);
  expect(await found(folder)).toEqual(last);
});

const tears: readonly [string, (bytes: Uint8Array, length: number) => Uint8Array][] = [
  ['cut', (bytes, length) => bytes.slice(0, length)],
  ['zeros', (bytes, length) => bytes.slice().fill(0, length)],
];

describe.each(tears)('either file torn at any byte: %s', (_, tear) => {
  test.each(['first', 'second'])('costs the last save at the most, kept for the %s time', async (time) => {
    const folder = await marked();
    await keptIn(folder, [after(0), after(1), after(2)]);
    // A visit that goes on with it is safe from its first save on.
    if (time === 'second') await keptIn(folder, [after(3)]);
    const last = time === 'second' ? 3 : 2;
    const newest = newestIn(folder);
    for (const name of names) {
      const whole = folder.files().get(name) ?? new Uint8Array();
      for (let length = 0; length < whole.length; length += 1) {
        folder.put(name, tear(whole, length));
        const run = await found(folder);
        expect(run?.progress.filesDone, `${name} torn at ${length}`).toBe(name === newest ? last - 1 : last);
      }
      folder.put(name, whole);
    }
    expect((await found(folder))?.progress.filesDone).toBe(last);
  });
});

test('of two that are torn nothing is believed', async () => {
  const folder = await marked();
  await keptIn(folder, [after(0), after(1)]);
  for (const name of names) folder.put(name, folder.text(name)?.slice(0, -1) ?? '');
  expect(await found(folder)).toBeNull();
});

test('the torn one is replaced first, and the whole one is kept meanwhile', async () => {
  for (const torn of names) {
    const folder = await marked();
    await keptIn(folder, [after(0), after(1), after(2)]);
    folder.put(torn, '');
    const whole = names.find((name) => name !== torn) ?? '';
    const before = folder.text(whole);
    await keptIn(folder, [after(3)]);
    expect(folder.text(whole)).toBe(before);
    expect((await found(folder))?.progress.filesDone).toBe(3);
  }
});

test.each<[string, Partial<FolderProgress>, Partial<FolderProgress>]>([
  ['steps that may be begun from now on', {}, { begunUntil: 20 }],
  ['the name of an archive that is about to be made', {}, { archive: 'unstow-refused-names.zip' }],
  ['steps that are to be done again', { filesDone: 9 }, { filesDone: 4 }],
])('a save of %s is in both files', async (_, before, then) => {
  const start = { print: { stepCount: 20, crc32: 7 } };
  const [old, young] = [before, then].map((progress) => savedRun({ start, progress: { begunUntil: 10, ...progress } }));
  if (old === undefined || young === undefined) throw new Error('two of them');
  for (const torn of names) {
    const folder = await marked();
    await keptIn(folder, [old, old, young]);
    folder.put(torn, '');
    expect((await found(folder))?.progress).toMatchObject(then);
  }
});

test('where the second of two files cannot be written, that save has failed, and the next one makes up for it', async () => {
  let isFull = false;
  const fault = (operation: string, path: string): Error | undefined =>
    isFull && operation === 'close' && path === names[1] ? new DOMException('full', 'QuotaExceededError') : undefined;
  const folder = new FakeFolder({ fault });
  await new RunMarker(folder.handle, someId).make();
  const files = new JournalFiles(folder.handle, someId);
  await files.write(after(0, { begunUntil: 5 }));
  isFull = true;
  await expect(files.write(after(1))).rejects.toHaveProperty('name', 'QuotaExceededError');
  isFull = false;
  await files.write(after(2));
  for (const torn of names) {
    const whole = folder.text(torn) ?? '';
    folder.put(torn, '');
    expect((await found(folder))?.progress.begunUntil).toBe(10);
    folder.put(torn, whole);
  }
});

test('a save behind, a run may have gone on for longer, and no longer than saves take', async () => {
  const folder = await marked();
  await keptIn(folder, [after(0), after(1)]);
  expect((await found(folder))?.progress.savedMs).toBe(begunMs + 1000);
  folder.put(newestIn(folder), '');
  expect((await found(folder))?.progress.savedMs).toBe(begunMs + 70_000);
});

test('F-12: nothing is put beside a marker that has gone', async () => {
  const folder = await marked();
  const files = new JournalFiles(folder.handle, someId);
  await files.write(after(0));
  for (const name of names) await folder.handle.removeEntry(name);
  for (let times = 0; times < 2; times += 1)
    await expect(files.write(after(1))).rejects.toHaveProperty('name', 'NotFoundError');
  expect(folder.files().size).toBe(0);
});
