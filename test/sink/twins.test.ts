// Two entries whose names differ only in case or Unicode form: on some systems one file, on others two. Both contents are
// kept on either, and nothing is renamed where there is no need.
import { describe, expect, test } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import { newFile, put, stage, stageOn, texts } from './stage.ts';

const twin = { hasTwin: true };

test('where they are one file, the second goes under a new name', async () => {
  const { folder, sink } = stage({ ignoreCase: true });
  expect(await put(sink, 'case.txt', 'lower')).toEqual({ delivered: true });
  expect(await put(sink, 'CASE.txt', 'upper', twin)).toEqual({
    delivered: true,
    issue: { kind: 'renamed', path: 'CASE.txt', writtenAs: 'CASE (2).txt', change: 'same-name-here' },
  });
  expect(texts(folder)).toEqual({ 'case.txt': 'lower', 'CASE (2).txt': 'upper' });
});

test('where they are two, both keep their names', async () => {
  const { folder, sink } = stage();
  await put(sink, 'case.txt', 'lower');
  expect(await put(sink, 'CASE.txt', 'upper', twin)).toEqual({ delivered: true });
  expect(texts(folder)).toEqual({ 'case.txt': 'lower', 'CASE.txt': 'upper' });
});

test('a whole row of them is kept', async () => {
  const { folder, sink } = stage({ ignoreCase: true });
  await put(sink, 'abc', '0');
  for (const [number, name] of ['Abc', 'aBc', 'abC', 'ABC'].entries()) await put(sink, name, `${number + 1}`, twin);
  expect(Object.values(texts(folder)).sort()).toEqual(['0', '1', '2', '3', '4']);
});

test('the second waits until the first can be seen', async () => {
  const { folder, sink } = stage({ ignoreCase: true, latencyMs: (operation) => (operation === 'close' ? 5 : 0) });
  const first = await sink.startFile(newFile('a'));
  await first.write(Uint8Array.of(0x31));
  const results = await Promise.all([first.finish(), put(sink, 'A', '2', twin)]);
  expect(results).toMatchObject([{ delivered: true }, { delivered: true, issue: { writtenAs: 'A (2)' } }]);
  expect(texts(folder)).toEqual({ a: '1', 'A (2)': '2' });
});

test('twins in folders that are one', async () => {
  const { folder, sink } = stage({ ignoreCase: true });
  await put(sink, 'Docs/a', 'first');
  await put(sink, 'docs/a', 'second', twin);
  expect(texts(folder)).toEqual({ 'Docs/a': 'first', 'Docs/a (2)': 'second' });
});

describe('over an earlier extraction of the same', () => {
  async function extract(folder: FakeFolder, existing: 'overwrite' | 'skip' | 'keep-both'): Promise<void> {
    const { sink } = stageOn(folder, { existing });
    await put(sink, 'case.txt', 'lower');
    await put(sink, 'CASE.txt', 'upper', twin);
  }

  test.each(['overwrite', 'skip'] as const)('nothing new comes, where they are two files (%s)', async (existing) => {
    const folder = new FakeFolder();
    await extract(folder, existing);
    await extract(folder, existing);
    expect(texts(folder)).toEqual({ 'case.txt': 'lower', 'CASE.txt': 'upper' });
  });

  test.each(['overwrite', 'skip', 'keep-both'] as const)(
    'nothing is lost, where they are one (%s)',
    async (existing) => {
      const folder = new FakeFolder({ ignoreCase: true });
      await extract(folder, existing);
      await extract(folder, existing);
      expect(new Set(Object.values(texts(folder)))).toEqual(new Set(['lower', 'upper']));
    },
  );
});

describe('a name that this sink gave is its own', () => {
  test('for a later entry that differs from it in case', async () => {
    const { folder, sink } = stage({ ignoreCase: true }, { existing: 'keep-both' });
    folder.put('a.txt', 'old');
    await put(sink, 'a.txt', 'first');
    await put(sink, 'A (2).txt', 'second');
    expect(Object.values(texts(folder)).sort()).toEqual(['first', 'old', 'second']);
  });

  test('for an entry that differs from it in case and is on its way', async () => {
    const latencyMs = (_: string, path: string): number => (path === 'A (2).txt' ? 5 : 0);
    const { folder, sink } = stage({ ignoreCase: true, latencyMs }, { existing: 'keep-both' });
    folder.put('a.txt', 'old');
    await Promise.all([put(sink, 'A (2).txt', 'second'), put(sink, 'a.txt', 'first')]);
    expect(Object.values(texts(folder)).sort()).toEqual(['first', 'old', 'second']);
  });
});
