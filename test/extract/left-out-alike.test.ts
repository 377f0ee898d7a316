// Once the user has said that all that fail alike are to be left out: no file is waited for, and none is given up for what is
// not its own fault.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { sinkOn } from '../sink/stage.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, holdOf, prepareJpa, start } from './run.ts';

const many = Array.from({ length: 300 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const twenty = many.slice(0, 20);
const last = 'f250';
const locked = (): DOMException => new DOMException('locked', 'InvalidStateError');

/** The first file stays locked, and all such are left out; what is asked after that comes back. */
async function afterAllWereLeftOut(folder: FakeFolder, sink = folderSink(folder)) {
  const run = start(await prepareJpa(many), sink);
  expect(await holdOf(run)).toMatchObject({ problem: { where: { entry: 'f3' } } });
  run.control.answer('skip-all');
  return { run, hold: await holdOf(run) };
}

test('no file waits: each is tried once more at once, and left out', async () => {
  const tries = new Map<string, number>();
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'createWritable') return undefined;
    tries.set(path, (tries.get(path) ?? 0) + 1);
    return locked();
  };
  const run = start(await prepareJpa(twenty), folderSink(new FakeFolder({ fault })));
  await holdOf(run);
  run.control.answer('skip-all');
  expect(await holdOf(run)).toBeNull();
  expect(await run.end).toEqual({ error: null });
  expect(run.report.facts.issues).toHaveLength(20);
  expect([...tries.values()].sort()).toEqual([1, ...Array.from({ length: 19 }, () => 2)]);
});

test('what fails for another reason is asked about', async () => {
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'createWritable') return undefined;
    if (path === last) return new DOMException('no', 'UnknownError');
    return path === 'f3' ? locked() : undefined;
  };
  const { run, hold } = await afterAllWereLeftOut(new FakeFolder({ fault }));
  expect(hold).toMatchObject({ problem: { code: 'write-failed', where: { entry: last } }, attempt: 1 });
  run.control.answer('skip');
  expect(await run.end).toEqual({ error: null });
});

test('a full disk is asked about, and the file is written when there is room', async () => {
  let isFull = true;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'createWritable') return undefined;
    if (path === last && isFull) return new DOMException('no', 'QuotaExceededError');
    return path === 'f3' ? locked() : undefined;
  };
  const folder = new FakeFolder({ fault });
  const { run, hold } = await afterAllWereLeftOut(folder);
  expect(hold).toMatchObject({ problem: { code: 'disk-full' } });
  isFull = false;
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.text(last)).toBe('250');
});

test.each([
  ['at the first try', 1],
  ['at the second', 2],
])('a file that fails as its folder has gone (%s) is written when that is back', async (_when, goesAt) => {
  let tries = 0;
  let isGone = false;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'createWritable') return undefined;
    if (path === 'f3') return locked();
    if (path !== last) return undefined;
    tries += 1;
    isGone ||= tries === goesAt;
    return tries <= goesAt ? locked() : undefined;
  };
  const folder = new FakeFolder({ fault });
  const verify = (): Promise<void> => (isGone ? Promise.reject(new ExtractError('folder-gone')) : Promise.resolve());
  const { run, hold } = await afterAllWereLeftOut(folder, sinkOn(folder, { verify }));
  expect(hold).toMatchObject({ problem: { code: 'folder-gone' } });
  isGone = false;
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.text(last)).toBe('250');
  expect(run.report.facts.issues).toMatchObject([{ kind: 'write-failed', path: 'f3' }]);
});

test('what has failed for a moment only is written', async () => {
  let tries = 0;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'createWritable') return undefined;
    if (path === 'f3') return new DOMException('locked', 'InvalidStateError');
    if (path !== 'f250') return undefined;
    tries += 1;
    return tries === 1 ? new DOMException('for a moment', 'InvalidStateError') : undefined;
  };
  const folder = new FakeFolder({ fault });
  const run = start(await prepareJpa(many), folderSink(folder));
  await holdOf(run);
  run.control.answer('skip-all');
  expect(await holdOf(run)).toBeNull();
  expect(await run.end).toEqual({ error: null });
  expect(folder.text('f250')).toBe('250');
  expect(run.report.facts.issues).toMatchObject([{ kind: 'write-failed', path: 'f3' }]);
});
