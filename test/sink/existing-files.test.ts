import { describe, expect, test } from 'vitest';
import { GuardedParts } from '../../src/sink/guarded-parts.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { newFile, put, stage, stageOn, texts } from './stage.ts';

/** A folder as an earlier extraction left it. */
function used(files: Record<string, string>, ignoreCase = false): FakeFolder {
  const folder = new FakeFolder({ ignoreCase });
  for (const [path, content] of Object.entries(files)) folder.put(path, content);
  return folder;
}

describe('F-22: a file that is there already', () => {
  test('is overwritten, where that was chosen', async () => {
    const { folder, sink } = stageOn(used({ 'a.txt': 'a long old one', 'd/b.txt': 'old' }), { existing: 'overwrite' });
    expect(await put(sink, 'a.txt', 'new')).toEqual({ delivered: true });
    expect(await put(sink, 'd/b.txt', 'new')).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ 'a.txt': 'new', 'd/b.txt': 'new' });
  });

  test('is left, where that was chosen', async () => {
    const { folder, sink } = stageOn(used({ 'a.txt': 'old', 'd/b.txt': 'old' }), { existing: 'skip' });
    for (const path of ['a.txt', 'd/b.txt'])
      expect(await put(sink, path, 'new')).toEqual({ delivered: false, issue: { kind: 'kept-existing', path } });
    expect(texts(folder)).toEqual({ 'a.txt': 'old', 'd/b.txt': 'old' });
  });

  test('stays beside the new one, where that was chosen', async () => {
    const { folder, sink } = stageOn(used({ 'a.txt': 'old', 'd/b': 'old' }), { existing: 'keep-both' });
    expect(await put(sink, 'a.txt', 'new')).toEqual({
      delivered: true,
      issue: { kind: 'renamed', path: 'a.txt', writtenAs: 'a (2).txt', change: 'same-name-here' },
    });
    expect(await put(sink, 'd/b', 'new')).toMatchObject({ delivered: true, issue: { writtenAs: 'd/b (2)' } });
    expect(texts(folder)).toEqual({ 'a.txt': 'old', 'a (2).txt': 'new', 'd/b': 'old', 'd/b (2)': 'new' });
  });

  test('stays beside the new one also where its name is as long as a folder takes', async () => {
    const name = `${'n'.repeat(244)}.php`;
    const { folder, sink } = stageOn(used({ [name]: 'old' }), { existing: 'keep-both' });
    const second = `${'n'.repeat(240)} (2).php`;
    expect(await put(sink, name, 'new')).toMatchObject({ delivered: true, issue: { writtenAs: second } });
    expect(texts(folder)).toEqual({ [name]: 'old', [second]: 'new' });
  });

  test('is not touched by a discarded one, whatever was chosen', async () => {
    for (const existing of ['overwrite', 'skip', 'keep-both'] as const) {
      const { folder, sink } = stageOn(used({ 'a.txt': 'old' }), { existing });
      const file = await sink.startFile(newFile('a.txt'));
      await file.write(Uint8Array.of(1));
      expect(await file.discard()).toBeNull();
      expect(texts(folder)).toEqual({ 'a.txt': 'old' });
    }
  });
});

test('a file that is tried again under another name is given it for the same reason', async () => {
  const parts = new GuardedParts({ names: ['site.jpa'], picked: [], handles: [] });
  const { sink } = stageOn(used({ 'site.jpa': 'the backup' }), { parts });
  const failed = await sink.startFile(newFile('site.jpa'));
  await failed.write(Uint8Array.of(1));
  await failed.discard();
  expect(await put(sink, 'site.jpa', 'new')).toMatchObject({
    issue: { kind: 'renamed', writtenAs: 'site (2).jpa', change: 'name-of-a-part' },
  });
});

test('names that are taken too are passed over', async () => {
  const { folder, sink } = stageOn(used({ 'a.txt': '1', 'a (2).txt': '2', 'a (3).txt': '3' }), {
    existing: 'keep-both',
  });
  expect(await put(sink, 'a.txt', 'new')).toMatchObject({ issue: { writtenAs: 'a (4).txt' } });
  expect(folder.text('a (4).txt')).toBe('new');
  expect(folder.files().size).toBe(4);
});

test('a new name is not given to two files', async () => {
  const { folder, sink } = stageOn(used({ 'a.txt': 'old' }), { existing: 'keep-both' });
  const results = await Promise.all([put(sink, 'a.txt', 'mine'), put(sink, 'a (2).txt', 'its own')]);
  expect(results.every(({ delivered }) => delivered)).toBe(true);
  expect(Object.values(texts(folder)).sort()).toEqual(['its own', 'mine', 'old']);
});

test('what this run has written is never taken for what was there before', async () => {
  for (const existing of ['overwrite', 'skip', 'keep-both'] as const) {
    const { folder, sink } = stageOn(new FakeFolder(), { existing });
    expect(await put(sink, 'd/a', '1')).toEqual({ delivered: true });
    expect(await put(sink, 'd/b', '2')).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ 'd/a': '1', 'd/b': '2' });
  }
});

test('F-23: an existing name in other case is the same file where the system says so', async () => {
  const here = stageOn(used({ 'Readme.md': 'old' }, true), { existing: 'skip' });
  expect(await put(here.sink, 'README.md', 'new')).toMatchObject({ issue: { kind: 'kept-existing' } });
  const there = stageOn(used({ 'Readme.md': 'old' }), { existing: 'skip' });
  expect(await put(there.sink, 'README.md', 'new')).toEqual({ delivered: true });
  expect(texts(there.folder)).toEqual({ 'Readme.md': 'old', 'README.md': 'new' });
});

describe('something else of that name', () => {
  test.each(['overwrite', 'skip'] as const)('a folder is in the way (%s)', async (existing) => {
    const { folder, sink } = stage({}, { existing });
    folder.putDirectory('a');
    expect(await put(sink, 'a', 'x')).toEqual({ delivered: false, issue: { kind: 'in-the-way', path: 'a' } });
    expect(folder.directories()).toEqual(['a']);
  });

  test('a folder is passed by, where both are to be kept', async () => {
    const { folder, sink } = stage({}, { existing: 'keep-both' });
    folder.putDirectory('a');
    expect(await put(sink, 'a', 'x')).toMatchObject({ delivered: true, issue: { writtenAs: 'a (2)' } });
    expect(folder.text('a (2)')).toBe('x');
  });

  test.each(['overwrite', 'skip', 'keep-both'] as const)('a file is in the way of a folder (%s)', async (existing) => {
    const { folder, sink } = stage({}, { existing });
    folder.put('a', 'old');
    expect(await put(sink, 'a/b', 'x')).toEqual({ delivered: false, issue: { kind: 'in-the-way', path: 'a/b' } });
    expect(await sink.makeDirectory(newFile('a').path, newFile('a/').entry)).toEqual({
      delivered: false,
      issue: { kind: 'in-the-way', path: 'a/' },
    });
    expect(texts(folder)).toEqual({ a: 'old' });
  });
});

describe('F-31: the parts of the backup, where they lie in the same folder', () => {
  const picked = { name: 'site.jpa', size: 'the backup'.length, lastModified: 1000 };
  const facts = { names: ['site.jpa', 'site.j01'], picked: [picked], handles: [] };
  const parts = new GuardedParts(facts);

  test.each(['overwrite', 'skip', 'keep-both'] as const)('are never written to (%s)', async (existing) => {
    const { folder, sink } = stageOn(used({ 'site.jpa': 'the backup', 'd/site.jpa': 'old' }), {
      existing,
      parts,
    });
    expect(await put(sink, 'site.jpa', 'an entry')).toEqual({
      delivered: true,
      issue: { kind: 'renamed', path: 'site.jpa', writtenAs: 'site (2).jpa', change: 'name-of-a-part' },
    });
    expect(folder.text('site.jpa')).toBe('the backup');
    expect(folder.text('site (2).jpa')).toBe('an entry');
  });

  test('not even under a name in other case, where that is the same file', async () => {
    const { folder, sink } = stageOn(used({ 'site.jpa': 'the backup' }, true), { parts });
    expect(await put(sink, 'SITE.JPA', 'an entry')).toMatchObject({ issue: { change: 'name-of-a-part' } });
    expect(folder.text('site.jpa')).toBe('the backup');
  });

  test('protect nothing that is not there', async () => {
    const { folder, sink } = stageOn(used({ 'd/site.jpa': 'old' }), { parts });
    expect(await put(sink, 'site.jpa', 'new')).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ 'd/site.jpa': 'old', 'site.jpa': 'new' });
  });

  const renamed = {
    delivered: true,
    issue: { kind: 'renamed', path: 'd/site.jpa', writtenAs: 'd/site (2).jpa', change: 'name-of-a-part' },
  };

  test('are known in a folder below by the handles that they were picked with', async () => {
    const folder = used({ 'd/site.jpa': 'the backup', 'e/site.jpa': 'an older one' });
    const handle = await (await folder.handle.getDirectoryHandle('d')).getFileHandle('site.jpa');
    const { sink } = stageOn(folder, { parts: new GuardedParts({ ...facts, picked: [], handles: [handle] }) });
    expect(await put(sink, 'd/site.jpa', 'an entry')).toEqual(renamed);
    expect(await put(sink, 'e/site.jpa', 'an entry')).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({
      'd/site.jpa': 'the backup',
      'd/site (2).jpa': 'an entry',
      'e/site.jpa': 'an entry',
    });
  });

  test.each([
    ['all three', 'site.jpa', 'the backup', 1000, true],
    ['its name in other case', 'Site.JPA', 'the backup', 1000, true],
    ['another time', 'site.jpa', 'the backup', 2000, false],
    ['another size', 'site.jpa', 'an old backup', 1000, false],
    ['the name of another part', 'site.j01', 'the backup', 1000, false],
  ])('are known there by name, size and time, where there is no handle: %s', async (_, name, content, time, isPart) => {
    const folder = new FakeFolder({ ignoreCase: true });
    folder.put(`d/${name}`, content, time);
    const { sink } = stageOn(folder, { parts });
    const result = await put(sink, `d/${name}`, 'an entry');
    expect(result).toMatchObject(isPart ? { issue: { change: 'name-of-a-part' } } : { delivered: true });
    expect(folder.text(`d/${name}`)).toBe(isPart ? content : 'an entry');
  });

  test('are not asked for where a name is no part’s, nor where nothing is overwritten', async () => {
    const asked: string[] = [];
    const folder = new FakeFolder({
      fault(operation, path) {
        if (operation === 'getFile') asked.push(path);
        return undefined;
      },
    });
    for (const name of ['a.txt', 'site.jpa']) folder.put(`d/${name}`, 'old');
    await put(stageOn(folder, { parts }).sink, 'd/a.txt', 'new');
    await put(stageOn(folder, { parts, existing: 'skip' }).sink, 'd/site.jpa', 'new');
    await put(stageOn(folder, { parts, existing: 'keep-both' }).sink, 'd/site.jpa', 'new');
    expect(asked).toEqual([]);
  });

  test('a folder of their name stands in the way as any does', async () => {
    const { folder, sink } = stage({}, { parts });
    folder.putDirectory('d/site.jpa');
    expect(await put(sink, 'd/site.jpa', 'x')).toMatchObject({ delivered: false, issue: { kind: 'in-the-way' } });
  });
});
