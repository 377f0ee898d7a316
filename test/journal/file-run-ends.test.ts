// How a run into one file is begun and ends, and what is in the page's own storage then.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileRun } from '../../src/journal/file-run.ts';
import { turn } from '../support/turn.ts';
import { FileRunStage, piece, quiet, sink, target } from './file-run-stage.ts';
import { choices } from './runs.ts';

let stage = new FileRunStage();

beforeEach(() => {
  stage = new FileRunStage();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a run that is begun anew', () => {
  test('without room for it leaves the earlier one of the very same alone', async () => {
    await stage.brokenOff();
    stage.storage.room = 999;
    await expect(stage.begin()).rejects.toMatchObject({ code: 'no-room', where: { expected: 1000, found: 999 } });
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
    expect(stage.store.runs.size).toBe(1);
  });

  test('has the room that the earlier one of the very same takes', async () => {
    await stage.brokenOff();
    stage.storage.room = 1000;
    await expect(stage.begin()).resolves.toBeInstanceOf(FileRun);
    expect(stage.store.runs.size).toBe(0);
  });

  test('leaves the earlier one alone where another tab goes on with it and ends it just then', async () => {
    const { start } = await stage.brokenOff();
    stage.storage.locks.takeAfterQuery(`unstow-run-${start.id}`, async () => {
      await turn();
      await stage.store.forget(start.id);
    });
    await stage.begin();
    // What was made is somebody's download.
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory', 'page.ID', 'page.ID.directory']);
  });

  test('counts on no room of one that another tab has taken up, and leaves it alone', async () => {
    const { start } = await stage.brokenOff();
    stage.storage.locks.takeAfterQuery(`unstow-run-${start.id}`, () => new Promise(() => undefined));
    stage.storage.room = 1000;
    await expect(stage.begin()).rejects.toMatchObject({ code: 'no-room' });
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
    expect([...stage.store.runs.keys()]).toEqual([start.id]);
  });

  test('lets go of the earlier one where there is no room, so that it can be gone on with', async () => {
    const saved = await stage.brokenOff();
    stage.storage.room = 999;
    await expect(stage.begin()).rejects.toMatchObject({ code: 'no-room' });
    expect(await stage.storage.locks.query()).toEqual({ held: [] });
    await expect(FileRun.takeUp(saved, await stage.placeOf('one', 900))).resolves.toBeInstanceOf(FileRun);
  });

  test('is begun even where the record of the earlier one cannot be removed', async () => {
    await stage.brokenOff();
    vi.spyOn(stage.store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await expect(stage.begin()).resolves.toBeInstanceOf(FileRun);
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
  });
});

describe('a run that ends', () => {
  /** What it has made is not wanted as it is. @param isClosed it was whole */
  async function ended({ isClosed, isKept }: { readonly isClosed: boolean; readonly isKept: boolean }) {
    const run = await stage.begin();
    await run.keep(sink, quiet);
    if (isClosed) await run.place.close();
    await run.place.abandon();
    await run.end({ isKept });
    return run;
  }

  test.each([
    ['by being cancelled', false],
    ['with an output that is not what was written', true],
  ])('%s leaves nothing', async (_, isClosed) => {
    await ended({ isClosed, isKept: false });
    expect(stage.names).toEqual([]);
    expect(stage.store.runs.size).toBe(0);
  });

  test.each([
    ['by failing', false],
    ['with an output that could not be read back', true],
  ])('%s stays with its files, and lets go of them', async (_, isClosed) => {
    const run = await ended({ isClosed, isKept: true });
    expect(stage.names).toEqual(['page.ID', 'page.ID.directory']);
    await expect(FileRun.takeUp(run.saved, await stage.placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('well leaves the output alone, until that is not wanted any more', async () => {
    const run = await stage.begin();
    await run.keep(sink, quiet);
    await run.place.write(piece);
    expect((await run.place.close()).size).toBe(4);
    await run.end({ isKept: false });
    expect(stage.names).toEqual(['page.ID']);
    await run.place.abandon();
    expect(stage.names).toEqual([]);
  });

  test('F-39: by failing, taken up where its record could not be written again, can be gone on with all the same', async () => {
    const first = await stage.brokenOff();
    const lost: unknown[] = [];
    const run = await FileRun.takeUp(first, await stage.placeOf());
    vi.spyOn(stage.store, 'begin').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await run.keep(sink, (error) => lost.push(error));
    expect(lost).toEqual([]);
    expect(run.isOnRecord).toBe(true);
    await run.end({ isKept: true });
    await expect(FileRun.takeUp(first, await stage.placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('F-39: of which nothing could be kept leaves nothing, however it ends', async () => {
    stage.store.isFailing = true;
    const lost: unknown[] = [];
    const run = await stage.begin();
    const journal = await run.keep(sink, (error) => lost.push(error));
    expect(lost).toHaveLength(1);
    expect(journal.isSaveDue).toBe(false);
    expect(run.isOnRecord).toBe(false);
    await run.end({ isKept: true });
    expect(stage.names).toEqual([]);
  });
});

test('a .tar.gz that is gone on with needs room for what is not in it yet, however small that is packed', async () => {
  const { start, progress } = await stage.brokenOff({ kind: 'tar.gz', name: 'site.tar.gz', page: 'page' });
  const saved = { start, progress: { ...progress, cut: { ...progress.cut, archiveSize: 900 } } };
  stage.store.runs.set(start.id, saved);
  stage.storage.room = 103;
  await expect(FileRun.takeUp(saved, await stage.placeOf())).rejects.toMatchObject({ code: 'no-room' });
  stage.storage.room = 104;
  await expect(FileRun.takeUp(saved, await stage.placeOf())).resolves.toBeInstanceOf(FileRun);
});

test('where the browser has no such storage there is no such run', async () => {
  vi.stubGlobal('navigator', {
    locks: stage.storage.locks,
    storage: { getDirectory: () => Promise.reject(new Error()) },
  });
  expect(await FileRun.begin(await stage.placeOf(), target, choices)).toBeNull();
});

test('what the browser has no room for is refused before it is begun, and leaves nothing', async () => {
  stage.storage.room = 999;
  await expect(FileRun.begin(await stage.placeOf(), target, choices)).rejects.toMatchObject({ code: 'no-room' });
  expect(stage.names).toEqual([]);
  expect(await stage.storage.locks.query()).toEqual({ held: [] });
});
