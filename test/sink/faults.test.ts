// Each failure of each call, one at a time: what it means for the file or for the run, and what stays in the folder.
import { describe, expect, test } from 'vitest';
import { ExtractError, type ErrorCode } from '../../src/problems/extract-error.ts';
import { FakeFolder, type FakeOperation } from '../support/fake-folder.ts';
import { fileEntry, newFile, put, safe, sinkOn, stageOn, texts, type Stage } from './stage.ts';

type Meaning = { readonly ends: ErrorCode } | { readonly issue: string };

const failed = { ends: 'write-failed' } as const;
const inTheWay = { issue: 'in-the-way' };

/** What it means on the way to a file, and what it means once the file is reached. */
const meanings: Record<string, { readonly reaching: Meaning; readonly writing: Meaning }> = {
  QuotaExceededError: { reaching: { ends: 'disk-full' }, writing: { ends: 'disk-full' } },
  NotAllowedError: { reaching: { ends: 'folder-refused' }, writing: { ends: 'folder-refused' } },
  NoModificationAllowedError: { reaching: { ends: 'folder-read-only' }, writing: failed },
  NotFoundError: { reaching: inTheWay, writing: failed },
  InvalidStateError: { reaching: failed, writing: failed },
  AbortError: { reaching: { ends: 'write-blocked' }, writing: { ends: 'write-blocked' } },
  UnknownError: { reaching: failed, writing: failed },
  TypeMismatchError: { reaching: inTheWay, writing: inTheWay },
  SecurityError: { reaching: inTheWay, writing: inTheWay },
  TypeError: { reaching: { issue: 'name-refused' }, writing: failed },
};
const names = Object.keys(meanings);

function errorOf(name: string): Error {
  return name === 'TypeError' ? new TypeError('no') : new DOMException('no', name);
}

/** A folder that holds `old` and `d/old`, and fails one operation at one path from then on. */
function failing(operation: FakeOperation, path: string, name: string): Stage {
  const fault = (called: FakeOperation, at: string): Error | undefined =>
    called === operation && at === path ? errorOf(name) : undefined;
  const folder = new FakeFolder({ fault });
  folder.put('old', 'kept');
  folder.put('d/old', 'kept');
  return stageOn(folder);
}

/** The result as this table tells it: the issue's kind, or the code of the error that ends the run. */
async function meaningOf(result: Promise<{ issue?: { kind: string } }>): Promise<unknown> {
  return result.then(
    ({ issue }) => ({ issue: issue?.kind }),
    (error: unknown) => error,
  );
}

const before = { old: 'kept', 'd/old': 'kept' };
const operations = ['getFileHandle', 'createWritable', 'write', 'close'] as const;
const failures = names.flatMap((name) => operations.map((operation) => ({ name, operation })));

function expectMeaning(meaning: Meaning | undefined, found: unknown, path: string): void {
  if (meaning !== undefined && 'ends' in meaning)
    expect(found).toMatchObject({ name: 'ExtractError', code: meaning.ends, where: { entry: path } });
  else expect(found).toEqual(meaning);
}

describe('a new file that fails is not there afterwards', () => {
  test.each(failures)('$name at $operation', async ({ name, operation }) => {
    const { folder, sink } = failing(operation, 'd/new', name);
    const [other, found] = await Promise.all([put(sink, 'd/other', 'fine'), meaningOf(put(sink, 'd/new', 'x'))]);
    await sink.drain();
    expectMeaning(meanings[name]?.[operation === 'getFileHandle' ? 'reaching' : 'writing'], found, 'd/new');
    expect(other).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ ...before, 'd/other': 'fine' });
    expect(folder.openWritables).toBe(0);
  });
});

describe('an old file that could not be overwritten is as it was', () => {
  test.each(failures)('$name at $operation', async ({ name, operation }) => {
    const { folder, sink } = failing(operation, 'd/old', name);
    const [other, found] = await Promise.all([put(sink, 'd/other', 'fine'), meaningOf(put(sink, 'd/old', 'new'))]);
    await sink.drain();
    expectMeaning(meanings[name]?.[operation === 'getFileHandle' ? 'reaching' : 'writing'], found, 'd/old');
    expect(other).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ ...before, 'd/other': 'fine' });
    expect(folder.openWritables).toBe(0);
  });
});

describe('a folder that cannot be reached', () => {
  test.each(names)('%s', async (name) => {
    const { folder, sink } = failing('getDirectoryHandle', 'e', name);
    const found = await Promise.all([
      meaningOf(put(sink, 'e/f/new', 'x')),
      meaningOf(put(sink, 'e/other', 'x')),
      meaningOf(sink.makeDirectory(safe('e/f'), fileEntry('e/f/', 0))),
    ]);
    await sink.drain();
    for (const [index, path] of ['e/f/new', 'e/other', 'e/f/'].entries())
      expectMeaning(meanings[name]?.reaching, found[index], path);
    expect(await put(sink, 'd/other', 'fine')).toEqual({ delivered: true });
    expect(folder.directories()).toEqual(['d']);
  });
});

describe('a folder that cannot be listed', () => {
  test.each(names)('%s', async (name) => {
    const { folder, sink } = failing('list', 'd', name);
    const found = await meaningOf(put(sink, 'd/new', 'x'));
    await sink.drain();
    expectMeaning(meanings[name]?.reaching, found, 'd/new');
    expect(texts(folder)).toEqual(before);
  });

  test.each(['NotFoundError', 'NotAllowedError', 'InvalidStateError'])(
    'nothing is written where it is the chosen one (%s)',
    async (name) => {
      const { folder, sink } = failing('list', '', name);
      const found = await meaningOf(put(sink, 'new', 'x'));
      const code = { NotFoundError: 'folder-gone', NotAllowedError: 'folder-refused' }[name];
      expect(found).toMatchObject({ name: 'ExtractError', code: code ?? 'write-failed' });
      expect(texts(folder)).toEqual(before);
    },
  );
});

describe('the chosen folder itself is gone', () => {
  test.each(['getFileHandle', 'createWritable', 'write', 'close'] as const)('at %s', async (operation) => {
    let isGone = false;
    const fault = (called: FakeOperation): Error | undefined => {
      isGone ||= called === operation;
      return isGone ? errorOf('NotFoundError') : undefined;
    };
    const { folder, sink } = stageOn(new FakeFolder({ fault }));
    const found = await meaningOf(put(sink, 'new', 'x'));
    expect(found).toMatchObject({ name: 'ExtractError', code: 'folder-gone', where: { entry: 'new' } });
    await sink.drain();
    expect(folder.openWritables).toBe(0);
  });

  test.each([
    ['NotAllowedError', 'folder-refused'],
    ['UnknownError', 'folder-gone'],
  ])('or cannot be asked any more (%s)', async (name, code) => {
    let isGone = false;
    const fault = (called: FakeOperation): Error | undefined => {
      if (called === 'write') isGone = true;
      return isGone ? errorOf(called === 'list' ? name : 'NotFoundError') : undefined;
    };
    const { sink } = stageOn(new FakeFolder({ fault }));
    expect(await meaningOf(put(sink, 'new', 'x'))).toMatchObject({ name: 'ExtractError', code });
  });
});

describe('what a failure leaves and cannot be removed is told', () => {
  test.each(['createWritable', 'write', 'close'] as const)('after %s', async (operation) => {
    const fault = (called: FakeOperation): Error | undefined => {
      if (called === 'removeEntry') return errorOf('NoModificationAllowedError');
      return called === operation ? errorOf('InvalidStateError') : undefined;
    };
    const { folder, sink } = stageOn(new FakeFolder({ fault }));
    const issue = { kind: 'left-behind', path: 'd/new', reason: 'NoModificationAllowedError' };
    const file = await sink.startFile(newFile('d/new'));
    await file.write(Uint8Array.of(1));
    await expect(file.finish()).rejects.toMatchObject({ code: 'write-failed' });
    expect(await file.discard()).toEqual(issue);
    expect(texts(folder)).toEqual({ 'd/new': '' });
  });

  test('under the name that the file has, where that is not its own', async () => {
    const fault = (called: FakeOperation): Error | undefined => {
      if (called === 'removeEntry') return errorOf('NoModificationAllowedError');
      return called === 'close' ? errorOf('InvalidStateError') : undefined;
    };
    const { folder, sink } = stageOn(new FakeFolder({ fault }), { existing: 'keep-both' });
    folder.put('d/new', 'mine');
    const file = await sink.startFile(newFile('d/new'));
    await file.write(Uint8Array.of(1));
    await expect(file.finish()).rejects.toMatchObject({ code: 'write-failed' });
    expect(await file.discard()).toMatchObject({ kind: 'left-behind', path: 'd/new', writtenAs: 'd/new (2)' });
    expect(texts(folder)).toEqual({ 'd/new': 'mine', 'd/new (2)': '' });
  });

  test('F-12: and not looked for in a folder that has come up in the place of the chosen one', async () => {
    const folder = new FakeFolder();
    const lost = new ExtractError('folder-gone', {}, errorOf('NotFoundError'));
    let isAnother = false;
    const sink = sinkOn(folder, { verify: () => (isAnother ? Promise.reject(lost) : Promise.resolve()) });
    const file = await sink.startFile(newFile('new'));
    await file.write(Uint8Array.of(1));
    await expect.poll(() => [...folder.files().keys()]).toContain('new.crswap');
    isAnother = true;
    expect(await file.discard()).toEqual({ kind: 'left-behind', path: 'new', reason: 'NotFoundError' });
    expect(texts(folder)).toEqual({ new: '' });
  });

  test('but a lock that the browser holds a moment longer is waited for', async () => {
    let refusals = 0;
    const fault = (called: FakeOperation): Error | undefined => {
      if (called === 'removeEntry' && refusals < 2) {
        refusals += 1;
        return errorOf('NoModificationAllowedError');
      }
      return called === 'close' ? errorOf('InvalidStateError') : undefined;
    };
    const { folder, sink } = stageOn(new FakeFolder({ fault }));
    await expect(put(sink, 'new', 'x')).rejects.toMatchObject({ code: 'write-failed' });
    expect(texts(folder)).toEqual({});
  });

  test('after a file was discarded', async () => {
    const { sink } = failing('removeEntry', 'new', 'NotAllowedError');
    const file = await sink.startFile(newFile('new'));
    await file.write(Uint8Array.of(1));
    expect(await file.discard()).toEqual({ kind: 'left-behind', path: 'new', reason: 'NotAllowedError' });
    await sink.drain();
  });

  test('but not where it is gone by itself', async () => {
    const { sink } = failing('removeEntry', 'new', 'NotFoundError');
    const file = await sink.startFile(newFile('new'));
    expect(await file.discard()).toBeNull();
  });
});

test('a discarded file whose swap file will not go is removed all the same', async () => {
  const { folder, sink } = failing('createWritable', 'new', 'InvalidStateError');
  const file = await sink.startFile(newFile('new'));
  await file.write(Uint8Array.of(1));
  expect(await file.discard()).toBeNull();
  expect(texts(folder)).toEqual(before);
});

test('after a failed write the rest is taken without a word and finish tells', async () => {
  const { folder, sink } = failing('write', 'new', 'QuotaExceededError');
  const file = await sink.startFile(newFile('new', 3));
  for (let number = 0; number < 3; number += 1) await file.write(Uint8Array.of(1));
  await expect(file.finish()).rejects.toMatchObject({ code: 'disk-full', where: { entry: 'new' } });
  expect(texts(folder)).toEqual(before);
});
