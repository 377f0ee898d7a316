// What must be as it was before a run into one file is gone on with, and what becomes of its files when it is not.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileRun } from '../../src/journal/file-run.ts';
import { forgetFileRun, verifyFiles } from '../../src/journal/earlier-files.ts';
import type { SavedFileRun } from '../../src/journal/saved-run.ts';
import { FileRunStage, piece, quiet, sink, target } from './file-run-stage.ts';

let stage = new FileRunStage();

beforeEach(() => {
  stage = new FileRunStage();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a run that was broken off', () => {
  test('is taken up where it was cut, and what came behind is gone', async () => {
    const saved = await stage.brokenOff();
    expect(stage.bytesOf(saved)).toHaveLength(6);
    const run = await FileRun.takeUp(saved, await stage.placeOf());
    expect(stage.bytesOf(saved)).toEqual(piece);
    expect(run.archive.size).toBe(4);
    expect([...run.archive.directory.pieces()]).toEqual([new Uint8Array([7, 8, 9])]);
    expect(run.archive.directory.count).toBe(1);
    expect((await run.keep(sink, quiet)).isDone(0)).toBe(true);
    expect(run.earlier).toMatchObject({ filesDone: 1, filesWritten: 1 });
  });

  test.each([
    ['the output is not there', (saved: SavedFileRun) => stage.storage.files.delete(`page.${saved.start.id}`)],
    [
      'the directory is not there',
      (saved: SavedFileRun) => stage.storage.files.delete(`page.${saved.start.id}.directory`),
    ],
    ['the output is too short', (saved: SavedFileRun) => cut(saved, '', 3)],
    ['the directory is too short', (saved: SavedFileRun) => cut(saved, '.directory', 2)],
    ['a bit of the output is another', (saved: SavedFileRun) => spoil(saved, '', 3)],
    ['a bit of the directory is another', (saved: SavedFileRun) => spoil(saved, '.directory', 0)],
    ['a power cut has left zeros', (saved: SavedFileRun) => stage.bytesOf(saved)?.fill(0)],
  ])('is not gone on with where %s, and nothing of it is kept', async (_, change) => {
    const saved = await stage.brokenOff();
    change(saved);
    await expect(FileRun.takeUp(saved, await stage.placeOf())).rejects.toMatchObject({
      code: 'output-lost',
      where: { text: 'site.zip' },
    });
    expect(stage.names).toEqual([]);
    expect(stage.store.runs.size).toBe(0);
    // It has let go of the run, too.
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
  });

  test('takes no notice of what is different behind the cut', async () => {
    const saved = await stage.brokenOff();
    spoil(saved, '', 5);
    await expect(FileRun.takeUp(saved, await stage.placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('is seen to be lost before anybody looks for its backup', async () => {
    const saved = await stage.brokenOff();
    await expect(verifyFiles(saved, stage.store)).resolves.toBeUndefined();
    cut(saved, '.directory', 2);
    await expect(verifyFiles(saved, stage.store)).rejects.toMatchObject({ code: 'output-lost' });
    expect(stage.names).toEqual([]);
    expect(stage.store.runs.size).toBe(0);
  });

  test('is not looked at before its backup while another tab has it, as that may be at work on the files', async () => {
    const found = await stage.brokenOff();
    await FileRun.takeUp(found, await stage.placeOf());
    cut(found, '.directory', 2);
    await expect(verifyFiles(found, stage.store)).resolves.toBeUndefined();
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
    expect(stage.store.runs.size).toBe(1);
  });

  test('is not taken for lost where another tab has ended it since it was found, and its output stays', async () => {
    const found = await stage.brokenOff();
    const first = await FileRun.takeUp(found, await stage.placeOf());
    await first.keep(sink, quiet);
    await first.place.close();
    await first.end({ isKept: false });
    await expect(verifyFiles(found, stage.store)).rejects.toMatchObject({ code: 'nothing-to-continue' });
    expect(stage.names).toEqual(['page.ID']);
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
  });

  test('is lost with its files, and let go of, even where its record cannot be removed', async () => {
    const saved = await stage.brokenOff();
    stage.bytesOf(saved)?.fill(0);
    vi.spyOn(stage.store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    const lost = { code: 'output-lost', where: { text: 'site.zip' } };
    await expect(FileRun.takeUp(saved, await stage.placeOf())).rejects.toMatchObject(lost);
    expect(stage.names).toEqual([]);
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
    await expect(verifyFiles(saved, stage.store)).rejects.toMatchObject(lost);
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
  });

  test('is not gone on with on another backup, nor by another plan, and is kept', async () => {
    const saved = await stage.brokenOff();
    await expect(FileRun.takeUp(saved, await stage.placeOf('other'))).rejects.toMatchObject({
      code: 'not-this-backup',
    });
    const print = { ...saved.start.print, crc32: 0 };
    const other = { ...saved, start: { ...saved.start, print } };
    await expect(FileRun.takeUp(other, await stage.placeOf())).rejects.toMatchObject({ code: 'plan-differs' });
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
    expect(stage.store.runs.size).toBe(1);
  });

  test('is not gone on with in two tabs', async () => {
    const saved = await stage.brokenOff();
    const first = await FileRun.takeUp(saved, await stage.placeOf());
    await expect(FileRun.takeUp(saved, await stage.placeOf())).rejects.toMatchObject({
      code: 'output-in-use',
      where: { text: 'site.zip' },
    });
    await first.end({ isKept: true });
    await expect(FileRun.takeUp(saved, await stage.placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('is not gone on with where another tab has ended it since it was found, and its output stays', async () => {
    const found = await stage.brokenOff();
    const first = await FileRun.takeUp(found, await stage.placeOf());
    await first.keep(sink, quiet);
    await first.place.write(piece);
    await first.place.close();
    await first.end({ isKept: false });
    await expect(FileRun.takeUp(found, await stage.placeOf())).rejects.toMatchObject({ code: 'nothing-to-continue' });
    expect(stage.bytesOf(found)).toHaveLength(8);
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
  });

  test('is gone on with from where another tab has left it since it was found', async () => {
    const found = await stage.brokenOff({ ...target, kind: 'tar' });
    const first = await FileRun.takeUp(found, await stage.placeOf());
    const journal = await first.keep(sink, quiet);
    await first.place.write(piece);
    journal.done(1, { delivered: true, issues: [] });
    await journal.save(null);
    await first.end({ isKept: true });
    const run = await FileRun.takeUp(found, await stage.placeOf());
    expect(run.earlier.filesDone).toBe(2);
    expect(stage.bytesOf(found)).toHaveLength(8);
  });

  test('needs room for what is still to come, and no more: what came behind the cut makes way for it', async () => {
    const saved = await stage.brokenOff();
    const { output, directory } = saved.progress.cut;
    stage.storage.room = output.size + (directory?.size ?? 0) + 995;
    await expect(FileRun.takeUp(saved, await stage.placeOf('one', 1000))).rejects.toMatchObject({ code: 'no-room' });
    await expect(FileRun.takeUp(saved, await stage.placeOf('one', 999))).resolves.toBeInstanceOf(FileRun);
  });

  test('is forgotten with its files', async () => {
    const saved = await stage.brokenOff();
    await forgetFileRun(saved, stage.store);
    expect(stage.names).toEqual([]);
    expect(stage.store.runs.size).toBe(0);
  });

  test('leaves no files where its record cannot be removed: a full disk may refuse that', async () => {
    const saved = await stage.brokenOff();
    vi.spyOn(stage.store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await expect(forgetFileRun(saved, stage.store)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(stage.names).toEqual([]);
  });

  test('makes way for one of the very same that is begun anew, and for no other', async () => {
    await stage.brokenOff();
    const tar = await stage.begin({ ...target, kind: 'tar' });
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory', 'page.ID']);
    await tar.end({ isKept: false });
    await stage.begin();
    expect(stage.store.runs.size).toBe(0);
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
  });
});

/** @returns whether there was anything to cut */
function cut(saved: SavedFileRun, suffix: string, size: number): boolean {
  const file = stage.storage.files.get(`page.${saved.start.id}${suffix}`);
  if (file !== undefined) file.bytes = file.bytes.slice(0, size);
  return file !== undefined;
}

/** @returns whether there was anything to spoil */
function spoil(saved: SavedFileRun, suffix: string, at: number): boolean {
  const bytes = stage.bytesOf(saved, suffix);
  bytes?.set([(bytes[at] ?? 0) + 1], at);
  return bytes !== undefined;
}
